import type { Kind } from './databases';
import type { Sql } from './sql';

/** A trigger that gives a row another version when its mark changes: after the update where the database allows that. */
export async function bumpVersions(sql: Sql, kind: Kind, table: string): Promise<void> {
  const trigger = `${table}_bump`;
  if (kind === 'mysql') {
    const bump = 'set new.changed = date_add(old.changed, interval 1 second)';
    await sql.run(`create trigger ${trigger} before update on ${table} for each row ${bump}`);
  } else if (kind === 'sqlite') {
    const next = `strftime('%Y-%m-%dT%H:%M:%fZ', changed, '+1 second')`;
    const bump = `update ${table} set changed = ${next} where ref = new.ref`;
    await sql.run(`create trigger ${trigger} after update of on_nas on ${table} begin ${bump}; end`);
  } else {
    const bump = `update ${table} set changed = changed + interval '1 second' where ref = new.ref; return null;`;
    await sql.run(`create function ${trigger}() returns trigger language plpgsql as $body$ begin ${bump} end $body$`);
    const once = `after update of on_nas on ${table} for each row execute function ${trigger}()`;
    await sql.run(`create trigger ${trigger} ${once}`);
  }
}

export async function dropBump(sql: Sql, kind: Kind, table: string): Promise<void> {
  if (kind === 'postgres') await sql.run(`drop function ${table}_bump cascade`);
  else await sql.run(`drop trigger ${table}_bump`);
}
