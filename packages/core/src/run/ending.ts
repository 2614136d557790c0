import { isSyncError, SyncError } from '../errors/sync-error.js';
import type { StopReason } from './report.js';

/** What ends a long call before it is through: its caller lets go, or the engine stops. */
export interface Ending {
  readonly signal: AbortSignal;
  /** Why, once the signal says so. */
  reason(): StopReason | undefined;
}

/** Rejects at once where the caller has let go already. */
export function createEnding(stopping: AbortSignal, signal: AbortSignal | undefined): Ending {
  if (signal?.aborted) throw new SyncError('RUN_ABORTED');
  const either = signal === undefined ? stopping : AbortSignal.any([stopping, signal]);
  return {
    signal: either,
    reason() {
      if (!either.aborted) return undefined;
      return { code: stopping.aborted ? 'ENGINE_STOPPED' : 'RUN_ABORTED', params: {} };
    },
  };
}

/** Why a long call could not go on, from what a step rejected with. What is no `SyncError` is a defect, for `onError`. */
export function reasonOf(error: unknown, onError: (error: unknown) => void): StopReason {
  if (isSyncError(error)) return { code: error.code, params: error.params };
  onError(error);
  return { code: 'INTERNAL_ERROR', params: {} };
}

/** Whether a failure with one document means that no other can be done either. */
export function concernsAll(error: unknown): boolean {
  return !isSyncError(error) || error.scope === 'run' || /^(MIRROR|STORE|ENGINE|RUN|COPY_PROCESS)_/.test(error.code);
}
