import type { Mirror } from '../mirror.js';
import { claimOf, claimOfReceipt } from '../plan/claim.js';
import type { FilesPosition } from '../plan/verify-position.js';
import type { ReceiptStore } from '../receipt-store.js';

export interface FilesStep {
  /** Where to go on; undefined: these were the last. */
  readonly next: FilesPosition | undefined;
  readonly looked: number;
  /** Keys that no receipt has a claim on. */
  readonly foreign: readonly string[];
}

/** Files whose names are compared with the receipts at once. */
const pageSize = 2_000;

/** Looks at the names of the next files on the share, at most `limit` of them. */
export async function verifyFiles(
  mirror: Mirror,
  { receipts, mirrorId }: { readonly receipts: ReceiptStore; readonly mirrorId: string },
  { after }: FilesPosition,
  limit: number,
): Promise<FilesStep> {
  const keys = await mirror.list({ mirrorId, after, limit: Math.min(limit, pageSize) });
  if (keys.length === 0) return { next: undefined, looked: 0, foreign: [] };
  const known = new Set((await receipts.page({ mirrorId, keys, limit: keys.length })).map(claimOfReceipt));
  return {
    next: { phase: 'files', after: keys.at(-1) },
    looked: keys.length,
    foreign: keys.filter((key) => !known.has(claimOf(key))),
  };
}
