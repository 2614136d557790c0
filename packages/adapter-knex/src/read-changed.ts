import type { Document, DocumentId } from '@docmirror/core';
import type { Knex } from 'knex';
import { documentColumns, isPending, type Row, toDocument } from './read';
import type { ReceiptTable } from './receipt-rows';
import type { Table } from './table';

interface MarkedQuery {
  readonly mirrorId: string;
  readonly after?: DocumentId | undefined;
  readonly limit: number;
}

/**
 * In the order of the ids, each document looking up its receipt. Not as a join: as long as a database has no statistics of
 * a table that was just filled, it would go through all receipts for every document.
 */
export async function changedPage({ name, documents }: ReceiptTable, query: MarkedQuery): Promise<Document[]> {
  const { knex, options } = documents;
  const { id, version } = options.columns;
  if (version === undefined) return [];
  // Within a case, so that only the index on (share, document) offers itself.
  const changed = knex.raw('case when ?? = ? and ?? is not null and ? then 1 end', [
    ...['role', 'current', 'file_key'],
    otherVersion(documents, version),
  ]);
  const receipts = knex(name)
    .where('mirror_id', query.mirrorId)
    .where(sameId(documents))
    .select(knex.raw('count(?)', [changed]));
  const page = documents
    .withFile()
    .whereRaw('not ?', [isPending(documents)])
    .whereRaw('(?) > 0', [receipts]);
  if (query.after !== undefined) page.where(id, '>', documents.id(query.after));
  const rows: Row[] = await page.select(documentColumns(documents)).orderBy(id, 'asc').limit(query.limit);
  return rows.map((row) => toDocument(documents, row));
}

/** In the order of the ids, each document looking for its receipt; see `changedPage`. */
export async function unreceiptedPage(receipts: ReceiptTable, query: MarkedQuery): Promise<Document[]> {
  const { documents } = receipts;
  const { id } = documents.options.columns;
  const page = unreceipted(receipts, query.mirrorId);
  if (query.after !== undefined) page.where(id, '>', documents.id(query.after));
  const rows: Row[] = await page.select(documentColumns(documents)).orderBy(id, 'asc').limit(query.limit);
  return rows.map((row) => toDocument(documents, row));
}

export async function countUnreceipted(receipts: ReceiptTable, mirrorId: string): Promise<number> {
  const rows: Row[] = await unreceipted(receipts, mirrorId).count({ found: '*' });
  return Number(rows[0]?.found ?? 0);
}

function unreceipted({ name, documents }: ReceiptTable, mirrorId: string): Knex.QueryBuilder {
  const { knex } = documents;
  const held = knex.raw('case when ?? = ? and ?? is not null then 1 end', ['role', 'current', 'file_key']);
  const copies = knex(name)
    .where('mirror_id', mirrorId)
    .where(sameId(documents))
    .select(knex.raw('count(?)', [held]));
  return documents
    .withFile()
    .whereRaw('not ?', [isPending(documents)])
    .whereRaw('(?) = 0', [copies]);
}

/** A column of the document's row, as seen from a query of receipts. */
function ofDocument({ knex, options }: Table, column: string): Knex.Raw {
  return knex.raw('??', [`${options.table}.${column}`]);
}

/** To the letter, and such that the index on the receipt's side serves: in its own collation. */
function sameId(documents: Table): Knex.Raw {
  const { knex, options, dialect } = documents;
  const id = ofDocument(documents, options.columns.id);
  switch (dialect.name) {
    case 'sqlite':
      return knex.raw('?? = cast(? as text) collate binary', ['document_id', id]);
    case 'postgres':
      return knex.raw('?? = cast(? as text) collate "default"', ['document_id', id]);
    case 'mysql':
      // The second time as bytes: this collation disregards spaces at the end.
      return knex.raw(
        `?? = convert(cast(? as char) using utf8mb4) collate utf8mb4_bin
         and cast(?? as binary) = cast(convert(cast(? as char) using utf8mb4) as binary)`,
        ['document_id', id, 'document_id', id],
      );
  }
}

function otherVersion(documents: Table, version: string): Knex.Raw {
  const { knex, dialect } = documents;
  const text = documents.text('version', ofDocument(documents, version));
  switch (dialect.name) {
    case 'sqlite':
      return knex.raw('(?) is not ??', [text, 'version']);
    case 'postgres':
      return knex.raw('? collate "C" is distinct from ??', [text, 'version']);
    case 'mysql':
      return knex.raw('not (cast(convert(? using utf8mb4) as binary) <=> cast(?? as binary))', [text, 'version']);
  }
}
