import assert from 'node:assert/strict';
import type { Document, DocumentId } from '../document.js';
import { claimOfReceipt } from '../plan/claim.js';
import type { CopyOnShare, Receipt, StoredReceipt } from '../receipt.js';
import type { BroughtDocument, ReceiptStore } from '../receipt-store.js';
import type { DocumentStore } from '../store.js';
import type { StoreHarness, SuiteContext } from './document-store-harness.js';

export const share = 'b1b0c7de-0001-4000-8000-0000000000aa';
export const otherShare = 'b1b0c7de-0002-4000-8000-0000000000bb';

export type ReceiptsAsWritten = Omit<ReceiptStore, 'page' | 'deletedPage'> & {
  page(query: Parameters<ReceiptStore['page']>[0]): Promise<Receipt[]>;
  deletedPage(query: Parameters<ReceiptStore['deletedPage']>[0]): Promise<Receipt[]>;
};

export type ReceiptHarness = StoreHarness & { readonly receipts: ReceiptsAsWritten };

/** A test over a store that keeps receipts. */
export function receiptCheck({ check }: SuiteContext) {
  return (name: string, body: (harness: ReceiptHarness) => Promise<void>) =>
    check(name, async (harness) => {
      const { receipts } = harness.store;
      assert.ok(receipts, 'the store has receipts');
      await body({ ...harness, receipts: asWritten(receipts) });
    });
}

/** What pages return, without the claims: to be compared with what was written. */
function asWritten(receipts: ReceiptStore): ReceiptsAsWritten {
  return {
    ...receipts,
    page: async (query) => (await receipts.page(query)).map(withoutClaim),
    deletedPage: async (query) => (await receipts.deletedPage(query)).map(withoutClaim),
  };
}

function withoutClaim({ claim, ...receipt }: StoredReceipt): Receipt {
  assert.equal(typeof claim, 'string', 'a page returns the claim of each receipt');
  return receipt;
}

export function copyAt(key: string, n = 1): CopyOnShare {
  return { key, size: 1000 + n, checksum: n.toString(16).padStart(64, '0') };
}

/** The document as if brought to the key; its own name in January 2024 by default. */
export function broughtTo(document: Document, key = `2024/01/invoices/${String(document.id)}.pdf`): BroughtDocument {
  return { document, copy: copyAt(key), type: 'invoice' };
}

export function receiptOf(documentId: DocumentId, otherwise: Partial<Receipt> = {}): Receipt {
  return {
    mirrorId: share,
    documentId,
    role: 'current',
    copy: copyAt(`2024/01/invoices/${String(documentId)}.pdf`),
    type: 'invoice',
    version: null,
    row: { date: '2024-01-31', name: `${String(documentId)}.pdf`, source: `${String(documentId)}.bin` },
    syncedAt: new Date('2024-03-01T10:11:12.123Z'),
    verifiedAt: null,
    attempts: 0,
    nextAttemptAt: null,
    lastError: null,
    ...otherwise,
  };
}

/** A failure of a document that has no copy. */
export function failureOf(documentId: DocumentId, otherwise: Partial<Receipt> = {}): Receipt {
  const failed = { attempts: 1, nextAttemptAt: null, lastError: 'SOURCE_NOT_FOUND' } as const;
  return receiptOf(documentId, { copy: null, row: null, syncedAt: null, ...failed, ...otherwise });
}

export async function allPending(store: DocumentStore): Promise<Document[]> {
  const upTo = await store.lastPendingId();
  return upTo === undefined ? [] : store.pendingPage({ upTo, limit: 100_000 });
}

export async function documentOf(store: DocumentStore, id: DocumentId): Promise<Document> {
  const found = await store.find(id);
  assert.ok(found);
  return found;
}

export function everyReceipt(receipts: Pick<ReceiptsAsWritten, 'page'>, mirrorId = share): Promise<Receipt[]> {
  return receipts.page({ mirrorId, limit: 100_000 });
}

/** As text, for ids of every type. */
export const idsOf = (items: readonly { readonly documentId: DocumentId }[]) =>
  items.map(({ documentId }) => String(documentId)).sort();
export const sorted = (ids: readonly DocumentId[]) => ids.map(String).sort();

export const dirtyMonths = async (receipts: ReceiptsAsWritten, mirrorId = share) =>
  (await receipts.dirtyMonths(mirrorId)).map(({ month }) => month).sort();

export async function cleanAll(receipts: ReceiptsAsWritten): Promise<void> {
  for (const month of await receipts.dirtyMonths(share)) await receipts.cleanMonth(share, month);
  assert.deepEqual(await receipts.dirtyMonths(share), []);
}

export const inOrder = (receipts: readonly Receipt[]) =>
  [...receipts].sort((a, b) => (claimOfReceipt(a) < claimOfReceipt(b) ? -1 : 1));
