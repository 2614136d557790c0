import { type Document, type DocumentId, pageGuard, type ReceiptStore, type StoredReceipt } from '@docmirror/core';
import { chunkSize } from './chunks';
import type { Row, Where } from './client';
import { documentOf, versionTextOf } from './document-of-row';
import type { ReceiptModel } from './receipt-model';
import { receiptPage } from './receipt-page';
import { idText } from './receipt-rows';

type MarkedQuery = Parameters<ReceiptStore['changedPage']>[0];

/** Marked documents whose version is not their receipt's any more. */
export async function changedPage(model: ReceiptModel, query: MarkedQuery): Promise<Document[]> {
  const { documents } = model;
  if (documents.fields.version === undefined) return [];
  return markedPage(model, query, (row, version) => version !== undefined && version !== versionTextOf(documents, row));
}

/** Marked documents that have no receipt with a copy. */
export function unreceiptedPage(model: ReceiptModel, query: MarkedQuery): Promise<Document[]> {
  return markedPage(model, query, (_, version) => version === undefined);
}

export async function countUnreceipted(model: ReceiptModel, mirrorId: string): Promise<number> {
  let count = 0;
  for (let after: DocumentId | undefined; ; ) {
    const page = await unreceiptedPage(model, { mirrorId, after, limit: chunkSize });
    count += page.length;
    if (page.length < chunkSize) return count;
    after = page.at(-1)?.id;
  }
}

/**
 * The marked documents in the order of their ids, some hundreds at a time, each with its receipt: no query of the model
 * API joins two models that do not know of each other. Where few are wanted, one call goes through all of them.
 *
 * @param isWanted told the version of the document's receipt; undefined: it has none with a copy.
 */
async function markedPage(
  model: ReceiptModel,
  { mirrorId, after, limit }: MarkedQuery,
  isWanted: (row: Row, version: string | null | undefined) => boolean,
): Promise<Document[]> {
  const { delegate, fields, ids, no, select, withFile } = model.documents;
  const wanted: Document[] = [];
  const guard = pageGuard(after);
  for (let last = after === undefined ? undefined : ids.toField(after); ; ) {
    const later: Where[] = last === undefined ? [] : [{ [fields.id]: { gt: last } }];
    const rows = await delegate.findMany({
      // Null, which is pending too, is not unequal to anything.
      where: withFile({ [fields.synced]: { not: no } }, ...later),
      select,
      orderBy: { [fields.id]: 'asc' },
      take: chunkSize,
    });
    const idOf = (row: Row) => ids.fromField(row[fields.id]);
    const versions = await receiptVersions(model, mirrorId, rows.map(idOf));
    wanted.push(
      ...rows.filter((row) => isWanted(row, versions.get(idOf(row)))).map((row) => documentOf(model.documents, row)),
    );
    if (rows.length < chunkSize || wanted.length >= limit) return wanted.slice(0, limit);
    last = rows.at(-1)?.[fields.id];
    guard.advance(ids.fromField(last));
  }
}

/** Of those with a copy. */
async function receiptVersions(
  model: ReceiptModel,
  mirrorId: string,
  documentIds: readonly DocumentId[],
): Promise<Map<DocumentId, string | null>> {
  const query = { mirrorId, role: 'current', withCopy: true, documentIds, limit: chunkSize } as const;
  return new Map((await receiptPage(model, query)).map(({ documentId, version }) => [documentId, version]));
}

/** Page by page of receipts it asks which of their documents are there. */
export async function deletedPage(
  model: ReceiptModel,
  { mirrorId, failing, after, limit }: Parameters<ReceiptStore['deletedPage']>[0],
): Promise<StoredReceipt[]> {
  const gone: StoredReceipt[] = [];
  const guard = pageGuard(after);
  for (let last = after; ; ) {
    const page = await receiptPage(model, { mirrorId, role: 'current', failing, after: last, limit: chunkSize });
    const there = await idsInScope(model, page);
    // An id that can be none was written by hand: nobody knows whose the copy is, so nobody is gone.
    const asked = page.filter(({ documentId }) => model.documents.ids.mayExist(documentId));
    gone.push(...asked.filter(({ documentId }) => !there.has(idText(documentId))));
    const end = page.at(-1);
    if (end === undefined || page.length < chunkSize || gone.length >= limit) return gone.slice(0, limit);
    last = end.claim;
    guard.advance(last);
  }
}

async function idsInScope({ documents }: ReceiptModel, page: readonly StoredReceipt[]): Promise<Set<string>> {
  const { delegate, fields, ids, scoped } = documents;
  const { id } = fields;
  const asked = page.flatMap(({ documentId }) => (ids.mayExist(documentId) ? [ids.toField(documentId)] : []));
  const rows = await delegate.findMany({ where: scoped({ [id]: { in: asked } }), select: { [id]: true } });
  return new Set(rows.map((row) => String(row[id])));
}
