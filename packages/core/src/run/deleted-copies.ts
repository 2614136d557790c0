import { isBeyondBound } from '../plan/deletion-bound.js';
import { isRetained } from '../plan/retention.js';
import type { StoredReceipt } from '../receipt.js';
import type { ReceiptStore } from '../receipt-store.js';
import type { DeletedPolicy } from './deleted-option.js';
import { placeOfReceipt, walkPages } from './pages.js';
import type { StopReason } from './report.js';

/** Receipts read at once. */
const pageSize = 500;

/**
 * Current receipts of documents that are gone, with or without a copy, page by page.
 *
 * @param failing only of those that failed, which are few: nothing else is read.
 */
export function deletedPages(
  receipts: ReceiptStore,
  mirrorId: string,
  failing?: true,
): AsyncIterable<readonly StoredReceipt[]> {
  return walkPages<StoredReceipt, string>(
    (after) => receipts.deletedPage({ mirrorId, failing, after, limit: pageSize }),
    placeOfReceipt,
  );
}

/** Those whose copy is old enough to go. For a run and for its plan. */
export function dueCopies(
  page: readonly StoredReceipt[],
  { policy, retentionDays }: DeletedPolicy,
  now: Date,
): StoredReceipt[] {
  if (policy === 'keep') return [];
  return page.filter(({ copy, type, syncedAt }) => copy !== null && !isRetained(type, syncedAt, retentionDays, now));
}

/** Why no copy may go: too many documents are gone. Undefined where they may. */
export async function refusalToRemove(
  receipts: ReceiptStore,
  mirrorId: string,
  { policy, maxShare }: DeletedPolicy,
): Promise<StopReason | undefined> {
  if (policy === 'keep') return undefined;
  let gone = 0;
  for await (const page of deletedPages(receipts, mirrorId)) gone += page.filter(({ copy }) => copy !== null).length;
  if (gone === 0) return undefined;
  const { copies } = await receipts.counts(mirrorId);
  if (!isBeyondBound(gone, copies, maxShare)) return undefined;
  return { code: 'TOO_MANY_DELETED', params: { count: String(gone), total: String(copies) } };
}
