import type { Knex } from 'knex';
import type { Table } from './table';

/** Rows whose text column has one of these values: on PostgreSQL as one bound array, which costs it and Knex a fraction of a list. */
export function whereIn(
  { dialect }: Pick<Table, 'dialect'>,
  query: Knex.QueryBuilder,
  column: string,
  values: readonly string[],
): Knex.QueryBuilder {
  return dialect.name === 'postgres'
    ? query.whereRaw('?? = any(cast(? as text[]))', [column, [...values]])
    : query.whereIn(column, [...values]);
}
