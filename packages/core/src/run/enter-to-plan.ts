import { SyncError } from '../errors/sync-error.js';
import type { ReceiptStore } from '../receipt-store.js';
import type { EngineParts } from './engine-parts.js';

/**
 * Makes sure that the share is ours, or may become it, as a run would, but writes no marker: then the id is null. Nothing
 * is written at all: a share that is full or read-only can be planned for, verified and restored from.
 */
export async function enterToPlan({
  context,
  guard,
  watch,
}: EngineParts): Promise<{ readonly receipts: ReceiptStore; readonly mirrorId: string | null }> {
  const { store } = context;
  if (store.receipts === undefined) throw new SyncError('RECEIPTS_NEEDED');
  const [state, { synced }] = await Promise.all([watch.look(), store.counts()]);
  const answer = await guard.judge(state, synced);
  if (answer.act === 'refuse') throw new SyncError(answer.code, { params: answer.params, scope: 'run' });
  // Without a marker, the root is one that a run would adopt.
  return { receipts: store.receipts, mirrorId: (state.usable && state.marker?.id) || null };
}
