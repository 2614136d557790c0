import type { IdType } from '@docmirror/core';
import type { Knex } from 'knex';

/** What the values of the id column are, as far as the database tells. */
export type IdKind = 'number' | 'uuid' | 'text' | 'binary' | 'unknown';

/** What a column holds, as far as its type tells. */
export type ColumnKind = 'boolean' | 'number' | 'text' | 'time' | 'other' | 'unknown';

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
  kindOf(type: string | undefined): ColumnKind;
  /** Whether a column takes what `now` writes. */
  takesTime(type: string | undefined): boolean;
  /** What a mark says that is neither yes, no nor null; undefined where the column's type allows none. */
  strangeMark(knex: Knex, column: string, type: string | undefined): Knex.Raw | undefined;
  /** How an id of this type is written, bound as text, to compare the id column with. */
  id(idType: IdType): string;
  /** How true and false are written for a column. */
  boolean(type: string | undefined, value: boolean): string;
  /** The database's time of now, for a column. */
  now(type: string | undefined): string;
  /** A value as text; two values that differ read differently, down to the last digit of a second. */
  text(knex: Knex, value: Knex.Raw, type: string | undefined): Knex.Raw;
  /** What is selected in place of a text, where a driver would not hand it out whole; `readText` reads either. */
  whole?(knex: Knex, text: Knex.Raw): Knex.Raw;
  /** A date or timestamp as text: dates without a shift of zone; what has a zone in UTC, ending in Z. */
  date(knex: Knex, value: Knex.Raw, type: string | undefined): Knex.Raw;
  /** An aggregate over a column, of those rows only for which the condition holds. */
  ofThose(knex: Knex, aggregate: 'count' | 'max', column: Knex.Raw, condition: Knex.Raw): Knex.Raw;
}

/** A text that was selected: null where it is null. Bytes are those of a text with a NUL. */
export function readText(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (value instanceof ArrayBuffer) return Buffer.from(value).toString('utf8');
  return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : String(value);
}

/** As the standard has it, and faster than a `case`. */
export function filtered(knex: Knex, aggregate: string, column: Knex.Raw, condition: Knex.Raw): Knex.Raw {
  return knex.raw(`${aggregate}(?) filter (where ?)`, [column, condition]);
}
