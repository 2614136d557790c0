import { typeKey } from '../plan/folders.js';
import type { ReceiptMarks } from '../receipt-store.js';
import type { DocumentStore } from '../store.js';
import type { Copied } from './copied.js';
import { lookAgain, type MarkContext, type RefusedMark } from './look-again.js';

/** What became of some documents of a batch. Of each document of it one part tells, and no more than one. */
export interface MarkOutcome {
  /** Marked with what was copied, by us or by somebody else. */
  readonly marked: readonly Copied[];
  readonly refused: readonly RefusedMark[];
  /** Another document has a claim on the name of the copy: it needs another. Only with receipts. */
  readonly taken: readonly Copied[];
}

/** Where every mark changes the version and none stays, somebody has to say so. */
const maxTries = 3;

/**
 * Confirms that these copies are durable on the guarded share, then marks their rows, with their receipts where there
 * are any. What refuses its mark is looked at again (see `lookAgain`), and marked as it reads by then where it is still
 * the document that was copied. Yields what is settled as soon as it is: what fails later takes nothing of that back.
 */
export async function* confirmAndMark(
  context: MarkContext,
  mirrorId: string,
  batch: readonly Copied[],
): AsyncGenerator<MarkOutcome, void, void> {
  const { store, mirror } = context;
  let left = batch;
  for (let tries = 1; left.length > 0; tries++) {
    await mirror.confirm({ mirrorId, keys: left.map(({ receipt }) => receipt.key) });
    const result = await mark(store, mirrorId, left);
    const [marked, taken] = [new Set(result.marked), new Set(result.taken)];
    yield {
      marked: left.filter(({ document }) => marked.has(document.id)),
      refused: [],
      taken: left.filter(({ document }) => taken.has(document.id)),
    };
    const unmarked = left.filter(({ document: { id } }) => !marked.has(id) && !taken.has(id));
    if (unmarked.length === 0) return;
    const seen = await lookAgain(context, mirrorId, unmarked, { again: tries > 1, last: tries === maxTries });
    yield { marked: seen.done, refused: seen.refused, taken: [] };
    left = seen.again;
  }
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
