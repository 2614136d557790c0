import type { Document, DocumentId } from '@docmirror/core';
import type { Knex } from 'knex';
import { documentColumns, isPending, type Row, toDocument } from './read';
import type { ReceiptTable } from './receipt-rows';
import type { Table } from './table';

/** Names that a host's table will not have: its own filter names columns without their table. */
const receiptId = 'docmirror_document';
const receiptVersion = 'docmirror_version';

interface ChangedQuery {
  readonly mirrorId: string;
  readonly after?: DocumentId | undefined;
  readonly limit: number;
}

/** In the order of the ids, each document looking up its receipt by the index on (share, document). */
export async function changedPage({ name, documents }: ReceiptTable, query: ChangedQuery): Promise<Document[]> {
  const { knex, options } = documents;
  const { id, version } = options.columns;
  if (version === undefined) return [];
  const copies = knex(name)
    .where({ mirror_id: query.mirrorId, role: 'current' })
    .whereNotNull('file_key')
    .select({ [receiptId]: 'document_id', [receiptVersion]: 'version' })
    .as('docmirror_copy');
  const changed = documents
    .withFile()
    .join(copies, (on) => void on.on(sameId(documents)))
    .whereRaw('not ?', [isPending(documents)])
    .whereRaw('?', [otherVersion(documents, version)]);
  if (query.after !== undefined) changed.where(id, '>', documents.id(query.after));
  const rows: Row[] = await changed.select(documentColumns(documents)).orderBy(id, 'asc').limit(query.limit);
  return rows.map((row) => toDocument(documents, row));
}

/** To the letter, and such that the index on the receipt's side serves: in its own collation. */
function sameId({ knex, options, dialect }: Table): Knex.Raw {
  const { id } = options.columns;
  switch (dialect.name) {
    case 'sqlite':
      return knex.raw('?? = cast(?? as text) collate binary', [receiptId, id]);
    case 'postgres':
      return knex.raw('?? = cast(?? as text) collate "default"', [receiptId, id]);
    case 'mysql':
      // The second time as bytes: this collation disregards spaces at the end.
      return knex.raw(
        `?? = convert(cast(?? as char) using utf8mb4) collate utf8mb4_bin
         and cast(?? as binary) = cast(convert(cast(?? as char) using utf8mb4) as binary)`,
        [receiptId, id, receiptId, id],
      );
  }
}

function otherVersion(documents: Table, version: string): Knex.Raw {
  const { knex, dialect } = documents;
  const text = documents.text('version', documents.column(version));
  switch (dialect.name) {
    case 'sqlite':
      return knex.raw('(?) is not ??', [text, receiptVersion]);
    case 'postgres':
      return knex.raw('? collate "C" is distinct from ??', [text, receiptVersion]);
    case 'mysql':
      return knex.raw('not (cast(convert(? using utf8mb4) as binary) <=> cast(?? as binary))', [text, receiptVersion]);
  }
}
