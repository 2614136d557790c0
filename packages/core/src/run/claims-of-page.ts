import type { Document, DocumentId } from '../document.js';
import { isSyncError } from '../errors/sync-error.js';
import { planCopy } from '../plan/copy-plan.js';
import { foldName } from '../plan/fold-name.js';
import type { Layout } from '../plan/layout.js';
import type { Receipt } from '../receipt.js';
import type { ReceiptStore } from '../receipt-store.js';
import { type DocumentClaims, documentClaims } from './document-claims.js';
import type { NewNames } from './new-names.js';

export interface ClaimsContext {
  readonly receipts: ReceiptStore;
  /** Null: a share that is not in use yet, of which no receipt knows. */
  readonly mirrorId: string | null;
  readonly layout: Layout;
  readonly newNames: NewNames;
  readonly storeTag: string;
}

/** What receipts say that concerns bringing these documents, in their order: two queries, however many there are. */
export async function claimsOfPage(
  { receipts, mirrorId, layout, newNames, storeTag }: ClaimsContext,
  documents: readonly Document[],
): Promise<DocumentClaims[]> {
  if (documents.length === 0) return [];
  const keys = documents.map((document) => keysOf(document, layout));
  const ids = documents.map(({ id }) => id);
  const [own, claimants] =
    mirrorId === null
      ? [new Map<DocumentId, Receipt>(), new Map<string, Receipt>()]
      : await Promise.all([currentReceipts(receipts, mirrorId, ids), receiptsOfKeys(receipts, mirrorId, keys.flat())]);
  newNames.turnPage();
  return documents.map((document, n) =>
    documentClaims(document, keys[n] ?? [], own.get(document.id), claimants, newNames, { layout, storeTag }),
  );
}

/** The current receipt of each of these documents that has one. */
export async function currentReceipts(
  receipts: ReceiptStore,
  mirrorId: string,
  documentIds: readonly DocumentId[],
): Promise<Map<DocumentId, Receipt>> {
  if (documentIds.length === 0) return new Map();
  const found = await receipts.page({ mirrorId, role: 'current', documentIds, limit: documentIds.length });
  return new Map(found.map((receipt) => [receipt.documentId, receipt]));
}

async function receiptsOfKeys(
  receipts: ReceiptStore,
  mirrorId: string,
  keys: readonly string[],
): Promise<Map<string, Receipt>> {
  if (keys.length === 0) return new Map();
  const found = await receipts.page({ mirrorId, keys, limit: keys.length });
  return new Map(found.flatMap((receipt) => (receipt.copy === null ? [] : [[foldName(receipt.copy.key), receipt]])));
}

/** None where the document has no place; bringing it will say why. */
export function keysOf(document: Document, layout: Layout): readonly string[] {
  try {
    return planCopy(document, layout).keys;
  } catch (error) {
    if (isSyncError(error)) return [];
    throw error;
  }
}
