import type { Inspection, VerifyLevel } from '../mirror.js';
import { batchesOf } from '../plan/batches.js';
import { aroundTheCircle, type CopiesPosition, countOnArc } from '../plan/verify-position.js';
import type { CopyOnShare, StoredReceipt } from '../receipt.js';
import type { ReceiptStore } from '../receipt-store.js';
import { currentReceipts } from './claims-of-page.js';
import { placeOfReceipt } from './pages.js';
import type { RunContext } from './run.js';

/** A receipt with its copy. */
export type Held = StoredReceipt & { readonly copy: CopyOnShare };

export interface CopiesTerms {
  readonly receipts: ReceiptStore;
  readonly mirrorId: string;
  readonly level: VerifyLevel;
  readonly verifiedBefore: Date | undefined;
}

export interface CopiesStep {
  /** Where to go on; undefined: these were the last. */
  readonly next: CopiesPosition | undefined;
  readonly checked: number;
  /** Read from the share. */
  readonly bytes: number;
  readonly wrong: readonly { readonly receipt: Held; readonly inspection: Inspection }[];
}

/** What one call on the mirror looks at; so many calls as documents are copied at once make a step. */
const batchCopies = 32;
const batchBytes = 16 * 1024 * 1024;

/** Looks at the next copies, at most `limit` of them. */
export async function verifyCopies(
  { mirror, limit: inTurn, concurrency }: RunContext,
  { receipts, mirrorId, level, verifiedBefore }: CopiesTerms,
  position: CopiesPosition,
  limit: number,
): Promise<CopiesStep> {
  const page = await receipts.page({
    ...{ mirrorId, role: 'current', withCopy: true, verifiedBefore },
    after: position.after === '' ? undefined : position.after,
    limit: Math.min(limit, batchCopies * concurrency),
  });
  const left = page.slice(0, countOnArc(position, page.map(placeOfReceipt)));
  const batches = batchesOf(left.filter(isHeld), batchCopies, batchBytes).slice(0, concurrency);
  const looked = batches.flat();
  const last = looked.at(-1);
  if (last === undefined) return { next: aroundTheCircle(position), checked: 0, bytes: 0, wrong: [] };

  const inspections = await Promise.all(
    batches.map((batch) =>
      inTurn(() => mirror.inspect({ mirrorId, level, copies: batch.map(({ copy }) => copyOf(copy)) })),
    ),
  );
  const states = inspections.flat();
  if (level === 'checksum') {
    const verifiedAt = new Date();
    const right = looked.filter((_, n) => states[n]?.state === 'right');
    if (right.length > 0) await receipts.note(right.map((receipt) => ({ ...receipt, verifiedAt })));
  }
  const wrong = looked.flatMap((receipt, n) => {
    const inspection = states[n];
    return inspection === undefined || inspection.state === 'right' ? [] : [{ receipt, inspection }];
  });
  const changed = await changedSince(
    receipts,
    mirrorId,
    wrong.map(({ receipt }) => receipt),
  );
  return {
    next: { ...position, after: last.claim },
    checked: looked.length,
    bytes: level === 'checksum' ? looked.reduce((sum, { copy }) => sum + copy.size, 0) : 0,
    wrong: wrong.filter(({ receipt }) => !changed(receipt)),
  };
}

/** A run may have brought another copy while we looked at the one before: that is a newer one, and just made. */
async function changedSince(receipts: ReceiptStore, mirrorId: string, wrong: readonly Held[]) {
  const now = await currentReceipts(
    receipts,
    mirrorId,
    wrong.map(({ documentId }) => documentId),
  );
  return ({ documentId, copy }: Held): boolean => {
    const there = now.get(documentId)?.copy;
    return there?.key !== copy.key || there.size !== copy.size || there.checksum !== copy.checksum;
  };
}

export function isHeld(receipt: StoredReceipt): receipt is Held {
  return receipt.copy !== null;
}

/** Only what the contract names crosses to another process. */
function copyOf({ key, size, checksum }: CopyOnShare): CopyOnShare {
  return { key, size, checksum };
}
