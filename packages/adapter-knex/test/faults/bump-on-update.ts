import type { Knex } from 'knex';
import { onTestFinished } from 'vitest';
import type { Database } from '../databases';

/** Gives the table an `updated_at` as hosts have it: every update sets it, a mark too. */
export async function bumpOnUpdate(knex: Knex, kind: Database['kind'], table: string): Promise<void> {
  if (kind === 'mysql') {
    const now = 'current_timestamp(6)';
    await knex.raw(`alter table ?? add updated_at timestamp(6) not null default ${now} on update ${now}`, [table]);
  } else if (kind === 'postgres') {
    const bump = `${table}_bump`;
    await knex.raw('alter table ?? add updated_at timestamptz not null default now()', [table]);
    await knex.raw(
      `create function ??() returns trigger language plpgsql as
       'begin new.updated_at = clock_timestamp(); return new; end'`,
      [bump],
    );
    onTestFinished(async () => void (await knex.raw('drop function ??() cascade', [bump])));
    await knex.raw('create trigger bump before update on ?? for each row execute function ??()', [table, bump]);
  } else {
    await knex.raw(`alter table ?? add updated_at text not null default ''`, [table]);
    await knex.raw(
      `create trigger ?? after update on ?? begin
         update ?? set updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') where id = new.id; end`,
      [`${table}_bump`, table, table],
    );
  }
}
