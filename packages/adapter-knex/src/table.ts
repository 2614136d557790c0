import type { Document, DocumentId } from '@docmirror/core';
import type { Knex } from 'knex';
import type { StoreOptions } from './options';
import type { ColumnTypes, Dialect } from './sql';

/** The values of a document that are read and compared; never its id or mark. */
export const values = ['type', 'date', 'source', 'fileName', 'version'] as const;
export type Value = (typeof values)[number];

/** Names of the values in results: a host's Knex may rename columns on their way back, but not single words. */
export const aliases: Readonly<Record<Value, string>> = {
  type: 'kind',
  date: 'day',
  source: 'source',
  fileName: 'name',
  version: 'version',
};

/** The host's table as the store sees it: pieces of queries, nothing that runs. */
export interface Table {
  readonly knex: Knex;
  readonly options: StoreOptions;
  readonly dialect: Dialect;
  readonly types: ColumnTypes;
  /** Index that pending pages must be told to use. */
  readonly pendingIndex: string | undefined;
  /** Mapped values only. */
  readonly mapped: readonly { readonly value: Value; readonly column: string }[];
  column(name: string): Knex.Raw;
  /** A mapped value as text, as it is read and compared. */
  text(value: Value, column: Knex.Raw): Knex.Raw;
  id(id: DocumentId): Knex.Raw;
  /** As one list, to stand in `in (…)`. */
  ids(ids: readonly DocumentId[]): Knex.Raw;
  /** Rows in scope. */
  scoped(knex?: Knex): Knex.QueryBuilder;
  /** Rows in scope that have a file. */
  withFile(): Knex.QueryBuilder;
  /** What an update sets. */
  mark(synced: boolean): Record<string, Knex.Raw | null>;
}

/** What the database told of the table. */
export interface TableFacts {
  readonly types: ColumnTypes;
  readonly pendingIndex: string | undefined;
}

export function tableOf(knex: Knex, options: StoreOptions, dialect: Dialect, facts: TableFacts): Table {
  const { columns, where, idType } = options;
  const { types, pendingIndex } = facts;
  const mapped = values.flatMap((value) => {
    const column = columns[value];
    return column === undefined || column === null ? [] : [{ value, column }];
  });
  const idSql = dialect.id(idType);
  // A text among numbers, as SQLite keeps it, is compared as it is.
  const sqlOf = (id: DocumentId) => (typeof id === 'string' ? '?' : idSql);
  // One raw for all: Knex makes much of each.
  const ids = (some: readonly DocumentId[]) => knex.raw(some.map(sqlOf).join(', '), some.map(String));
  const columnOf = (name: string) => knex.raw('??', [name]);
  const scoped = (on: Knex = knex) => {
    const query: Knex.QueryBuilder = on(options.table);
    return where === undefined ? query : query.where(where);
  };
  return {
    knex,
    options,
    dialect,
    types,
    pendingIndex,
    mapped,
    column: columnOf,
    text: (value, column) =>
      value === 'date'
        ? dialect.date(knex, column, types.get(columns.date ?? ''))
        : dialect.text(knex, column, types.get(columns[value] ?? '')),
    id: (id) => ids([id]),
    ids,
    scoped,
    // Null is never `<>`.
    withFile: () => scoped().where(columns.source, '<>', ''),
    mark: (synced) => ({
      [columns.synced]: knex.raw(dialect.boolean(types.get(columns.synced), synced)),
      [columns.syncedAt]: synced ? knex.raw(dialect.now(types.get(columns.syncedAt))) : null,
    }),
  };
}

/** A value of a document as it was read: text, or null. */
export function readValue(document: Document, value: Value): string | null {
  const read = document[value];
  if (read === undefined || read === null) return null;
  return read instanceof Date ? read.toISOString() : String(read);
}
