import type { IdType } from '@docmirror/core';
import type { Knex } from 'knex';

/** What the values of the id column are, as far as the database tells. */
export type IdKind = 'number' | 'uuid' | 'text' | 'binary' | 'unknown';

/** Type of a column in the words of the database, by column name. */
export type ColumnTypes = ReadonlyMap<string, string>;

/** What differs between databases. Methods that return promises ask the database, the others make SQL. */
export interface Dialect {
  readonly name: 'sqlite' | 'postgres' | 'mysql';
  /** Rejects when the table or one of the columns cannot be read. */
  columnTypes(knex: Knex, table: string, columns: readonly string[], id: string): Promise<ColumnTypes>;
  /** Name of an index over (mark, id), where the database has to be told to use it. */
  pendingIndex?(knex: Knex, table: string, synced: string, id: string): Promise<string | undefined>;
  /** How a query names that index, after its table. */
  readonly byIndex?: string;
  idKind(type: string | undefined): IdKind;
  /** How an id of this type is written, bound as text, to compare the id column with. */
  id(idType: IdType): string;
  /** How true and false are written for a column. */
  boolean(type: string | undefined, value: boolean): string;
  /** The database's time of now, for a column. */
  now(type: string | undefined): string;
  /** A value as text; two values that differ read differently, down to the last digit of a second. */
  text(knex: Knex, value: Knex.Raw, type: string | undefined): Knex.Raw;
  /** A date or timestamp as text: dates without a shift of zone; what has a zone in UTC, ending in Z. */
  date(knex: Knex, value: Knex.Raw, type: string | undefined): Knex.Raw;
  /** An aggregate over a column, of those rows only for which the condition holds. */
  ofThose(knex: Knex, aggregate: 'count' | 'max', column: Knex.Raw, condition: Knex.Raw): Knex.Raw;
}

/** As the standard has it, and faster than a `case`. */
export function filtered(knex: Knex, aggregate: string, column: Knex.Raw, condition: Knex.Raw): Knex.Raw {
  return knex.raw(`${aggregate}(?) filter (where ?)`, [column, condition]);
}
