import type { Knex } from 'knex';
import { writeOnSqlite } from './sqlite-write';
import type { Table } from './table';

/** Runs one statement that writes, to its commit. */
export async function write<Result>({ knex, dialect }: Table, query: Knex.QueryBuilder): Promise<Result> {
  return dialect.name === 'sqlite' ? writeOnSqlite(knex, query) : await query;
}
