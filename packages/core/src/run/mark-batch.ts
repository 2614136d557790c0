import type { Document, DocumentId } from '../document.js';
import type { CopyReceipt, Mirror } from '../mirror.js';
import type { DocumentStore } from '../store.js';

export interface Copied {
  readonly document: Document;
  readonly receipt: CopyReceipt;
}

export interface MarkOutcome {
  readonly marked: readonly Copied[];
  /** The row changed or went away under the copy; it is pending (or gone). */
  readonly refused: readonly Copied[];
}

/**
 * Confirms that these copies are durable on the guarded share, then marks their rows. A row that refuses its mark is
 * read again: if it is marked all the same, somebody marked another version, perhaps while our copy came to stand in
 * the way of theirs, so that mark is taken back and the next run looks at it.
 */
export async function confirmAndMark(
  store: DocumentStore,
  mirror: Mirror,
  mirrorId: string,
  batch: readonly Copied[],
): Promise<MarkOutcome> {
  await mirror.confirm({ mirrorId, keys: batch.map(({ receipt }) => receipt.key) });
  const ids = new Set<DocumentId>(await store.mark(batch.map(({ document }) => document)));
  const refused = batch.filter(({ document }) => !ids.has(document.id));
  const wrong: DocumentId[] = [];
  for (const { document } of refused) {
    const now = await store.find(document.id);
    if (now?.synced) wrong.push(document.id);
  }
  if (wrong.length > 0) await store.unmark(wrong);
  return { marked: batch.filter(({ document }) => ids.has(document.id)), refused };
}
