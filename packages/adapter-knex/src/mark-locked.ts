import type { Document } from '@docmirror/core';
import { aliases, readValue, type Table } from './table';
import { inTransaction, type Run } from './transaction';

/**
 * MySQL and MariaDB cannot tell which rows an update met, and count a row that was marked already as not met. So the
 * rows are locked and read, compared here to the letter (their collations take `A` for `a`), and updated by id.
 */
export function markLocked(table: Table, documents: readonly Document[], synced: boolean): Promise<string[]> {
  return inTransaction(table.knex, (run) => lockAndMark(table, documents, synced, run));
}

export async function lockAndMark(
  table: Table,
  documents: readonly Document[],
  synced: boolean,
  run: Run,
): Promise<string[]> {
  const { knex, options, mapped } = table;
  const { id } = options.columns;
  const idsOf = (some: readonly Document[]) => table.ids(some.map((document) => document.id));
  const rows = await run<Record<string, unknown>[]>(
    table
      .scoped()
      .whereRaw('?? in (?)', [id, idsOf(documents)])
      .select([
        knex.raw('cast(?? as char) as ??', [id, 'key']),
        ...mapped.map(({ value, column }) =>
          knex.raw('? as ??', [table.text(value, table.column(column)), aliases[value]]),
        ),
      ])
      .forUpdate(),
  );
  const rowByKey = new Map(rows.map((row) => [String(row.key), row]));
  const unchanged = documents.filter((document) => {
    const row = rowByKey.get(String(document.id));
    return row !== undefined && mapped.every(({ value }) => text(row[aliases[value]]) === readValue(document, value));
  });
  if (unchanged.length > 0) {
    await run(
      knex(options.table)
        .whereRaw('?? in (?)', [id, idsOf(unchanged)])
        .update(table.mark(synced)),
    );
  }
  return unchanged.map((document) => String(document.id));
}

function text(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}
