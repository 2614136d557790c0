import { SyncError } from '../errors/sync-error.js';
import type { ReceiptStore } from '../receipt-store.js';
import type { EngineParts } from './engine-parts.js';
import { enterToPlan } from './enter-to-plan.js';

/**
 * Makes sure that the share is ours and was used before. Unlike a run, this adopts no folder: whoever verifies or restores
 * has a share, and if it does not carry its mark, it is probably not mounted.
 */
export async function enterUsed(
  parts: EngineParts,
): Promise<{ readonly receipts: ReceiptStore; readonly mirrorId: string }> {
  const { receipts, mirrorId } = await enterToPlan(parts);
  if (mirrorId === null) throw new SyncError('MIRROR_NOT_OURS', { scope: 'run' });
  return { receipts, mirrorId };
}
