import type { Knex } from 'knex';
import type { Database } from './databases';

/** A trigger that takes every mark back: after the update where the database allows that, so that the update itself has set it. */
export async function undoMarks(knex: Knex, kind: Database['kind'], table: string, type: string): Promise<void> {
  const trigger = `${table}_undo`;
  const no = type === 'boolean' ? 'false' : '0';
  if (kind === 'mysql') {
    await knex.raw('create trigger ?? before update on ?? for each row set new.on_nas = false', [trigger, table]);
  } else if (kind === 'sqlite') {
    const undo = `update ?? set on_nas = ${no} where ref = new.ref`;
    await knex.raw(`create trigger ?? after update of on_nas on ?? when new.on_nas begin ${undo}; end`, [
      trigger,
      table,
      table,
    ]);
  } else {
    const undo = `update ?? set on_nas = ${no} where ref = new.ref; return null;`;
    await knex.raw(`create function ??() returns trigger language plpgsql as $body$ begin ${undo} end $body$`, [
      trigger,
      table,
    ]);
    // Deferred: not even the transaction that marks the row sees what becomes of it.
    const later = `after update on ?? deferrable initially deferred for each row when (new.on_nas <> ${no})`;
    await knex.raw(`create constraint trigger undo ${later} execute function ??()`, [table, trigger]);
  }
}
