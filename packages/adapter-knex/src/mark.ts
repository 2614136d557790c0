import type { Document, DocumentId } from '@docmirror/core';
import { chunks } from './chunks';
import { markAsOneJson } from './mark-json';
import { markLocked } from './mark-locked';
import { isPending } from './read';
import { mayExist } from './read-id';
import { retried } from './retry';
import type { Table } from './table';
import { write } from './write';

/** Rows of one statement: under every database's limits, and no lock is held for long. */
const chunkSize = 1000;

/** Marks the rows that still read as in `documents`; see `DocumentStore.mark`. */
export async function markDocuments(table: Table, documents: readonly Document[]): Promise<DocumentId[]> {
  return thatHold(table, await setMarks(table, documents, true));
}

/** Makes the rows pending that still read as in `documents`; see `DocumentStore.takeBack`. */
export async function takeBackDocuments(table: Table, documents: readonly Document[]): Promise<void> {
  await setMarks(table, documents, false);
}

async function setMarks(table: Table, documents: readonly Document[], synced: boolean): Promise<DocumentId[]> {
  const byKey = new Map(documents.map((document) => [String(document.id), document]));
  const set: DocumentId[] = [];
  for (const chunk of chunks([...byKey.values()], chunkSize)) {
    const keys = await retried(() =>
      table.dialect.name === 'mysql' ? markLocked(table, chunk, synced) : markAsOneJson(table, chunk, synced),
    );
    for (const key of keys) {
      const document = byKey.get(key);
      if (document) set.push(document.id);
    }
  }
  return set;
}

/** Those that read as marked: once a mark is committed, a trigger or a policy may have undone or prevented it. */
export async function thatHold(table: Table, ids: readonly DocumentId[]): Promise<DocumentId[]> {
  const { knex, options, dialect } = table;
  const { id } = options.columns;
  const key = knex.raw(`cast(?? as ${dialect.name === 'mysql' ? 'char' : 'text'}) as ??`, [id, 'key']);
  const held = new Set<string>();
  for (const chunk of chunks(ids, chunkSize)) {
    const query = () =>
      knex(options.table)
        .whereRaw('?? in (?)', [id, table.ids(chunk)])
        .whereRaw('not ?', [isPending(table)])
        .select(key);
    const rows = await retried(async (): Promise<{ key: unknown }[]> => query());
    for (const row of rows) held.add(String(row.key));
  }
  return ids.filter((one) => held.has(String(one)));
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
