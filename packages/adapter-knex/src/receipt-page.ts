import {
  claimOf,
  pageGuard,
  type ReceiptQuery,
  type ReceiptStore,
  receiptFilter,
  type StoredReceipt,
} from '@docmirror/core';
import type { Knex } from 'knex';
import { chunks } from './chunks';
import { whereIn } from './in-list';
import { mayExist } from './read-id';
import {
  chunkSize,
  idText,
  type ReceiptRow,
  type ReceiptTable,
  receiptQuery,
  selectReceipts,
  timeText,
  toReceipt,
} from './receipt-rows';

export async function receiptPage(receipts: ReceiptTable, query: ReceiptQuery): Promise<StoredReceipt[]> {
  const { keys, documentIds, limit } = query;
  if (keys === undefined && documentIds === undefined) {
    return read(receipts, filtered(receipts, query).orderBy('claim').limit(limit));
  }
  // Keys first: a key has one receipt, a document may have several. All else is compared here: were it in the query, a database
  // without statistics might go by the index of that, through every receipt.
  const column = keys === undefined ? 'document_id' : 'claim';
  const values = new Set(keys === undefined ? documentIds?.map(idText) : keys.map(claimOf));
  const isMeant = receiptFilter({ ...query, keys: undefined, after: undefined });
  const { mirrorId, after } = query;
  const found: StoredReceipt[] = [];
  for (const chunk of chunks([...values], chunkSize)) {
    const lookedUp = whereIn(receipts.documents, filtered(receipts, { mirrorId, after, limit }), column, chunk);
    const some = await read(receipts, lookedUp);
    found.push(...some.filter((receipt) => isMeant(receipt.claim, receipt)));
  }
  return inOrder(found).slice(0, limit);
}

export async function countReceipts(receipts: ReceiptTable, mirrorId: string) {
  const { knex } = receipts.documents;
  const rows: Record<string, unknown>[] = await receiptQuery(receipts, mirrorId)
    .where('role', 'current')
    .select([
      knex.raw('count(??) as ??', ['file_key', 'copies']),
      knex.raw('count(case when ?? > 0 then 1 end) as ??', ['attempts', 'failing']),
    ]);
  return { copies: Number(rows[0]?.copies ?? 0), failing: Number(rows[0]?.failing ?? 0) };
}

/** Page by page of receipts it asks which of their documents are there: by their ids, so that the documents' key serves. */
export async function deletedPage(
  receipts: ReceiptTable,
  { mirrorId, failing, after, limit }: Parameters<ReceiptStore['deletedPage']>[0],
): Promise<StoredReceipt[]> {
  const gone: StoredReceipt[] = [];
  const guard = pageGuard(after);
  for (let last = after; ; ) {
    const query = { mirrorId, role: 'current', failing, after: last, limit: 500 } as const;
    const page = await receiptPage(receipts, query);
    const there = await idsInScope(receipts, page);
    // An id that can be none was written by hand: nobody knows whose the copy is, so nobody is gone.
    const asked = page.filter(({ documentId }) => mayExist(receipts.documents, documentId));
    gone.push(...asked.filter(({ documentId }) => !there.has(idText(documentId))));
    const end = page.at(-1);
    if (end === undefined || gone.length >= limit) return gone.slice(0, limit);
    last = end.claim;
    guard.advance(last);
  }
}

async function idsInScope({ documents }: ReceiptTable, page: readonly StoredReceipt[]): Promise<Set<string>> {
  const { knex, options, dialect } = documents;
  const { id } = options.columns;
  const ids = page.map(({ documentId }) => documentId).filter((one) => mayExist(documents, one));
  if (ids.length === 0) return new Set();
  const rows: { key: unknown }[] = await documents
    .scoped()
    .whereRaw('?? in (?)', [id, documents.ids(ids)])
    .select(knex.raw(`cast(?? as ${dialect.name === 'mysql' ? 'char' : 'text'}) as ??`, [id, 'key']));
  return new Set(rows.map(({ key }) => String(key)));
}

async function read(receipts: ReceiptTable, query: Knex.QueryBuilder): Promise<StoredReceipt[]> {
  const rows: ReceiptRow[] = await selectReceipts(query);
  return rows.map((row) => toReceipt(receipts, row));
}

function filtered(receipts: ReceiptTable, query: ReceiptQuery): Knex.QueryBuilder {
  const { mirrorId, role, month, type, failing, withCopy, verifiedBefore, after } = query;
  const found = receiptQuery(receipts, mirrorId);
  if (role !== undefined) found.where('role', role);
  if (month !== undefined) found.where('month', month);
  if (type !== undefined) found.where('type', type);
  if (failing) found.where('role', 'current').where('attempts', '>', 0);
  if (withCopy) found.whereNotNull('file_key');
  if (after !== undefined) found.where('claim', '>', after);
  if (verifiedBefore !== undefined) {
    const before = timeText(verifiedBefore);
    found
      .whereNotNull('file_key')
      .where((old) => void old.whereNull('verified_at').orWhere('verified_at', '<', before));
  }
  return found;
}

/** Each once, though two chunks may have found it; by the claims as stores write them, which every collation orders alike. */
function inOrder(receipts: readonly StoredReceipt[]): StoredReceipt[] {
  const claims = new Map(receipts.map((receipt) => [receipt.claim, receipt]));
  return [...claims].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, receipt]) => receipt);
}
