import { onAbort } from '../abort.js';
import { isSyncError, SyncError } from '../errors/sync-error.js';
import type { StopReason } from './report.js';

/** What ends a long call before it is through: its caller lets go, or the engine stops. */
export interface Ending {
  readonly signal: AbortSignal;
  /** Why, once the signal says so. */
  reason(): StopReason | undefined;
}

/**
 * Makes a call that either signal ends. It leaves nothing in them once it is over, which `AbortSignal.any` does. Rejects at
 * once where the caller has let go already.
 */
export async function withEnding<Result>(
  stopping: AbortSignal,
  caller: AbortSignal | undefined,
  call: (ending: Ending) => Promise<Result>,
): Promise<Result> {
  if (caller?.aborted) throw new SyncError('RUN_ABORTED');
  const either = new AbortController();
  const undo = [stopping, ...(caller === undefined ? [] : [caller])].map((signal) =>
    onAbort(signal, () => either.abort()),
  );
  try {
    return await call({
      signal: either.signal,
      reason() {
        if (!either.signal.aborted) return undefined;
        return { code: stopping.aborted ? 'ENGINE_STOPPED' : 'RUN_ABORTED', params: {} };
      },
    });
  } finally {
    for (const stop of undo) stop();
  }
}

/** Why a long call could not go on, from what a step rejected with. What is no `SyncError` is a defect, for `onError`. */
export function reasonOf(error: unknown, onError: (error: unknown) => void): StopReason {
  if (isSyncError(error)) return { code: error.code, params: error.params };
  onError(error);
  return { code: 'INTERNAL_ERROR', params: {} };
}

/** Whether a failure with one document means that no other can be done either. */
export function concernsAll(error: unknown): boolean {
  return (
    !isSyncError(error) || error.scope === 'run' || /^(MIRROR|STORE|ENGINE|RUN|COPY_PROCESS|SYSTEM)_/.test(error.code)
  );
}
