import { SyncError } from '../errors/sync-error.js';
import type { ReceiptStore } from '../receipt-store.js';
import type { EngineParts } from './engine-parts.js';

/** Makes sure that the share is ours and can be planned for, as a run would, but without writing a marker. */
export async function enterToPlan({
  context,
  guard,
  watch,
}: EngineParts): Promise<{ readonly receipts: ReceiptStore; readonly mirrorId: string }> {
  const { store } = context;
  if (store.receipts === undefined) throw new SyncError('RECEIPTS_NEEDED');
  const [state, { synced }] = await Promise.all([watch.probe(), store.counts()]);
  const answer = await guard.judge(state, synced);
  if (answer.act === 'refuse') throw new SyncError(answer.code, { params: answer.params, scope: 'run' });
  const marker = state.usable ? state.marker : null;
  if (marker === null) throw new SyncError('MIRROR_NOT_OURS', { scope: 'run' });
  return { receipts: store.receipts, mirrorId: marker.id };
}
