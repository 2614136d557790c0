import type { Kind } from './databases';
import type { Sql } from './sql';

/** A trigger that takes every mark back: after the update where the database allows that, so that the update itself has set it. */
export async function undoMarks(sql: Sql, kind: Kind, table: string): Promise<void> {
  const trigger = `${table}_undo`;
  if (kind === 'mysql') {
    await sql.run(`create trigger ${trigger} before update on ${table} for each row set new.on_nas = false`);
  } else if (kind === 'sqlite') {
    const undo = `update ${table} set on_nas = false where ref = new.ref`;
    await sql.run(`create trigger ${trigger} after update of on_nas on ${table} when new.on_nas begin ${undo}; end`);
  } else {
    const undo = `update ${table} set on_nas = false where ref = new.ref; return null;`;
    // Prisma's connections look for tables elsewhere.
    const here = 'language plpgsql set search_path from current';
    await sql.run(`create function ${trigger}() returns trigger ${here} as $body$ begin ${undo} end $body$`);
    // Deferred: not even the transaction that marks the row sees what becomes of it.
    const later = 'deferrable initially deferred for each row when (new.on_nas)';
    await sql.run(
      `create constraint trigger ${trigger} after update on ${table} ${later} execute function ${trigger}()`,
    );
  }
}

export async function dropUndo(sql: Sql, kind: Kind, table: string): Promise<void> {
  if (kind === 'postgres') await sql.run(`drop function ${table}_undo cascade`);
  else await sql.run(`drop trigger ${table}_undo`);
}
