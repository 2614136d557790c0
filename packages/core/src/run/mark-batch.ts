import type { Document, DocumentId } from '../document.js';
import type { CopyReceipt, Mirror } from '../mirror.js';
import type { CopyAction } from '../plan/copy-plan.js';
import { typeKey } from '../plan/folders.js';
import type { ReceiptMarks } from '../receipt-store.js';
import type { DocumentStore } from '../store.js';
import type { DocumentClaims } from './document-claims.js';

export interface Copied {
  readonly document: Document;
  readonly receipt: CopyReceipt;
  readonly action: CopyAction;
  /** With receipts. */
  readonly claims?: DocumentClaims | undefined;
}

export interface MarkOutcome {
  readonly marked: readonly Copied[];
  /** The row changed or went away under the copy; it is pending (or gone). */
  readonly refused: readonly Copied[];
  /** Another document has a claim on the name of the copy: it needs another. Only with receipts. */
  readonly taken: readonly Copied[];
}

/**
 * Confirms that these copies are durable on the guarded share, then marks their rows, with their receipts where there
 * are any. A row that refuses its mark is read again: if it is marked all the same, somebody marked another version,
 * perhaps while our copy came to stand in the way of theirs, so that mark is taken back and the next run looks at it.
 */
export async function confirmAndMark(
  store: DocumentStore,
  mirror: Mirror,
  mirrorId: string,
  batch: readonly Copied[],
): Promise<MarkOutcome> {
  await mirror.confirm({ mirrorId, keys: batch.map(({ receipt }) => receipt.key) });
  const result = await mark(store, mirrorId, batch);
  const [marked, taken] = [new Set(result.marked), new Set(result.taken)];
  const refused = batch.filter(({ document: { id } }) => !marked.has(id) && !taken.has(id));
  const wrong: DocumentId[] = [];
  for (const { document } of refused) {
    const now = await store.find(document.id);
    if (now?.synced) wrong.push(document.id);
  }
  if (wrong.length > 0) await store.unmark(wrong);
  return {
    marked: batch.filter(({ document }) => marked.has(document.id)),
    refused,
    taken: batch.filter(({ document }) => taken.has(document.id)),
  };
}

async function mark(store: DocumentStore, mirrorId: string, batch: readonly Copied[]): Promise<ReceiptMarks> {
  if (store.receipts === undefined) {
    return { marked: await store.mark(batch.map(({ document }) => document)), taken: [] };
  }
  const brought = batch.map(({ document, receipt: { key, size, checksum } }) => ({
    document,
    copy: { key, size, checksum },
    type: typeKey(document.type ?? ''),
  }));
  return store.receipts.mark(mirrorId, brought);
}
