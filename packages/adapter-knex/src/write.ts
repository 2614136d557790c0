import type { Knex } from 'knex';
import type { Table } from './table';
import { inTransaction } from './transaction';

/** Runs one statement that writes, to its commit. On SQLite in a transaction of its own, for its care with locks. */
export async function write<Result>({ knex, dialect }: Table, query: Knex.QueryBuilder): Promise<Result> {
  return dialect.name === 'sqlite' ? inTransaction(knex, (run) => run<Result>(query)) : await query;
}
