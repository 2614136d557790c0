import { SyncError } from '../errors/sync-error.js';
import type { MirrorState } from '../mirror.js';
import type { StopReason } from './report.js';

/** Why a share that was in use cannot be used any more; undefined while it can. */
export function lossOf(state: MirrorState): StopReason | undefined {
  if (!state.usable) return { code: state.code, params: state.params };
  return state.marker === null ? { code: 'MIRROR_LOST', params: {} } : undefined;
}

/** Rejects where an error on the share concerns the share as a whole; resolves where only what was tried. */
export async function rejectForTrouble(error: SyncError, probe: () => Promise<MirrorState>): Promise<void> {
  if (error.scope === 'run') throw error;
  if (error.scope === 'document') return;
  const loss = lossOf(await probe());
  if (loss !== undefined) throw new SyncError(loss.code, { params: loss.params, scope: 'run', cause: error });
}
