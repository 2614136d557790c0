import type { Knex } from 'knex';
import type { Database } from './databases';

/** The next version of a row, by the type of its column. */
function next(kind: Database['kind'], type: string, old: string): string {
  if (type === 'text') return `${old} || '+'`;
  if (kind === 'mysql') return `date_add(${old}, interval 1 second)`;
  return kind === 'sqlite' ? `${old} + 1` : `${old} + interval '1 second'`;
}

/** A trigger that gives a row another version when its mark changes: after the update where the database allows that. */
export async function bumpVersions(knex: Knex, kind: Database['kind'], table: string, type: string): Promise<void> {
  const trigger = `${table}_bump`;
  if (kind === 'mysql') {
    const bump = `set new.changed = ${next(kind, type, 'old.changed')}`;
    await knex.raw(`create trigger ?? before update on ?? for each row ${bump}`, [trigger, table]);
  } else if (kind === 'sqlite') {
    const bump = `update ?? set changed = ${next(kind, type, 'changed')} where ref = new.ref`;
    await knex.raw(`create trigger ?? after update of on_nas on ?? begin ${bump}; end`, [trigger, table, table]);
  } else {
    const bump = `update ?? set changed = ${next(kind, type, 'changed')} where ref = new.ref; return null;`;
    await knex.raw(`create function ??() returns trigger language plpgsql as $body$ begin ${bump} end $body$`, [
      trigger,
      table,
    ]);
    const once = 'after update of on_nas on ?? for each row execute function ??()';
    await knex.raw(`create trigger bump ${once}`, [table, trigger]);
  }
}
