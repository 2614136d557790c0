import { claimOf } from '../plan/claim.js';
import { isBeyondBound } from '../plan/deletion-bound.js';
import { isRetained } from '../plan/retention.js';
import type { Receipt } from '../receipt.js';
import type { ReceiptStore } from '../receipt-store.js';
import type { DeletedPolicy } from './deleted-option.js';
import type { StopReason } from './report.js';

/** Receipts read at once. */
const pageSize = 100;

/** Copies whose document is gone, and that are old enough to go, page by page. For a run and for its plan. */
export async function* deletedCopies(
  receipts: ReceiptStore,
  mirrorId: string,
  { policy, retentionDays }: DeletedPolicy,
): AsyncGenerator<Receipt[], void, void> {
  if (policy === 'keep') return;
  const now = new Date();
  for await (const page of deletedPages(receipts, mirrorId)) {
    const due = page.filter(({ type, syncedAt }) => !isRetained(type, syncedAt, retentionDays, now));
    if (due.length > 0) yield due;
  }
}

/** Why none of them may go: too many documents are gone. Undefined where they may. */
export async function refusalToRemove(
  receipts: ReceiptStore,
  mirrorId: string,
  { policy, maxShare }: DeletedPolicy,
): Promise<StopReason | undefined> {
  if (policy === 'keep') return undefined;
  let gone = 0;
  for await (const page of deletedPages(receipts, mirrorId)) gone += page.length;
  if (gone === 0) return undefined;
  const { copies } = await receipts.counts(mirrorId);
  if (!isBeyondBound(gone, copies, maxShare)) return undefined;
  return { code: 'TOO_MANY_DELETED', params: { count: String(gone), total: String(copies) } };
}

async function* deletedPages(receipts: ReceiptStore, mirrorId: string): AsyncGenerator<Receipt[], void, void> {
  let after: string | undefined;
  for (;;) {
    const page = await receipts.deletedPage({ mirrorId, after, limit: pageSize });
    const last = page.at(-1)?.copy;
    if (!last) return;
    yield page;
    after = claimOf(last.key);
  }
}
