import type { Document, DocumentId } from '@docmirror/core';
import { chunks } from './chunks';
import { markAsOneJson } from './mark-json';
import { markLocked } from './mark-locked';
import { mayExist } from './read-id';
import { retried } from './retry';
import type { Table } from './table';
import { write } from './write';

/** Rows of one statement: under every database's limits, and no lock is held for long. */
const chunkSize = 1000;

/** Marks the rows that still read as in `documents`; see `DocumentStore.mark`. */
export async function markDocuments(table: Table, documents: readonly Document[]): Promise<DocumentId[]> {
  const byKey = new Map(documents.map((document) => [String(document.id), document]));
  const marked: DocumentId[] = [];
  for (const chunk of chunks([...byKey.values()], chunkSize)) {
    const keys = await retried(() =>
      table.dialect.name === 'mysql' ? markLocked(table, chunk) : markAsOneJson(table, chunk),
    );
    for (const key of keys) {
      const document = byKey.get(key);
      if (document) marked.push(document.id);
    }
  }
  return marked;
}

/** Makes these rows pending, also where they have left the scope: a wrong mark must not wait there. */
export async function unmarkDocuments(table: Table, ids: readonly DocumentId[]): Promise<void> {
  const { knex, options } = table;
  const known = ids.filter((id) => mayExist(table, id));
  for (const chunk of chunks(known, chunkSize)) {
    await retried(() =>
      write(
        table,
        knex(options.table)
          .whereRaw('?? in (?)', [options.columns.id, table.ids(chunk)])
          .update(table.mark(false)),
      ),
    );
  }
}

export async function unmarkAllDocuments(table: Table): Promise<void> {
  const { columns } = table.options;
  const query = () =>
    table
      .scoped()
      .where((marked) => void marked.whereNotNull(columns.synced).orWhereNotNull(columns.syncedAt))
      .update(table.mark(false));
  await retried(() => write(table, query()));
}
