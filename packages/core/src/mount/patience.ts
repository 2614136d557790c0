import { pause } from '../abort.js';
import { isSyncError, SyncError } from '../errors/sync-error.js';

/**
 * Repeats calls for which the system had no descriptors or no memory left. That says nothing of the document or the share,
 * and passes when less is done at once.
 */
export interface Patience {
  /** Rejects with scope `run` where the shortage lasts. */
  call<Result>(call: () => Promise<Result>, signal?: AbortSignal): Promise<Result>;
  /** Ends the waits between two tries: those calls reject. Later ones are made as before. */
  close(): void;
}

/** Waits between the tries; about two seconds in all. */
const delaysMs = [25, 100, 400, 1_600];

/** @param onShort called after each failed try, to do less at once. */
export function createPatience(onShort: () => void = () => undefined): Patience {
  let closing = new AbortController();
  return {
    async call(call, signal) {
      const closed = closing.signal;
      for (const delayMs of delaysMs) {
        try {
          return await call();
        } catch (error) {
          if (!isShortage(error)) throw error;
          onShort();
        }
        await pause(delayMs * (0.5 + Math.random()), closed, ...(signal === undefined ? [] : [signal]));
        if (closed.aborted) throw new SyncError('ENGINE_STOPPED', { scope: 'run' });
        if (signal?.aborted) throw new SyncError('RUN_ABORTED', { scope: 'run' });
      }
      try {
        return await call();
      } catch (error) {
        if (!isShortage(error)) throw error;
        throw new SyncError(error.code, { params: error.params, scope: 'run', cause: error });
      }
    },
    close() {
      closing.abort();
      closing = new AbortController();
    },
  };
}

function isShortage(error: unknown): error is SyncError {
  return isSyncError(error) && error.code === 'SYSTEM_LIMIT_REACHED';
}
