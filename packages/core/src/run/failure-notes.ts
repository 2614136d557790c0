import type { Document } from '../document.js';
import type { SyncErrorCode } from '../errors/codes.js';
import { typeKey } from '../plan/folders.js';
import { nextAttemptAt } from '../plan/next-attempt.js';
import type { Receipt } from '../receipt.js';
import type { ReceiptStore } from '../receipt-store.js';
import { currentReceipts } from './claims-of-page.js';

/** Keeps in the receipts how documents failed, so that one that keeps failing waits longer each time. */
export interface FailureNotes {
  /** Resolves when there is room for more, which is usually at once. */
  add(document: Document, code: SyncErrorCode): Promise<void>;
  /** Writes what is left. */
  drain(): Promise<void>;
}

/**
 * No fault of the document: it was changed under the copy, and is right as it is by now; or its database keeps no mark. An id
 * that is none cannot be kept; nothing was tried.
 */
const notCounted = new Set<SyncErrorCode>([
  ...(['DOCUMENT_CHANGED', 'MARK_NOT_KEPT', 'SOURCE_CHANGED', 'DOCUMENT_ID_INVALID'] as const),
]);

/** Failures written at once. */
const batchSize = 100;

export function createFailureNotes(receipts: ReceiptStore | undefined, mirrorId: string): FailureNotes {
  const waiting = new Map<Document['id'], { readonly document: Document; readonly code: SyncErrorCode }>();

  async function drain(): Promise<void> {
    const batch = [...waiting.values()];
    waiting.clear();
    if (receipts === undefined || batch.length === 0) return;
    const ids = batch.map(({ document }) => document.id);
    // Read again: another instance may have had more luck.
    const known = await currentReceipts(receipts, mirrorId, ids);
    const now = new Date();
    await receipts.note(
      batch.map(({ document, code }) => failedAgain(known.get(document.id) ?? blank(document, mirrorId), code, now)),
    );
  }

  return {
    async add(document, code) {
      if (receipts === undefined || notCounted.has(code)) return;
      waiting.set(document.id, { document, code });
      if (waiting.size >= batchSize) await drain();
    },
    drain,
  };
}

function failedAgain(receipt: Receipt, lastError: SyncErrorCode, now: Date): Receipt {
  const attempts = receipt.attempts + 1;
  return { ...receipt, attempts, lastError, nextAttemptAt: nextAttemptAt(attempts, now) };
}

function blank({ id, type }: Document, mirrorId: string): Receipt {
  return {
    mirrorId,
    documentId: id,
    role: 'current',
    copy: null,
    type: typeKey(type ?? ''),
    version: null,
    row: null,
    syncedAt: null,
    verifiedAt: null,
    attempts: 0,
    nextAttemptAt: null,
    lastError: null,
  };
}
