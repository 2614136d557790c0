import { pause } from '../abort.js';
import { isSyncError, SyncError } from '../errors/sync-error.js';
import { backoffMs } from '../plan/verdict.js';

/**
 * Repeats calls on the mirror for which the system had no descriptors or no memory left. That concerns neither a document
 * nor the share, and often passes.
 */
export interface Patience {
  /** Rejects with scope `run` where the shortage lasts. */
  call<Result>(call: () => Promise<Result>, signal?: AbortSignal): Promise<Result>;
  /** Ends the waits between two tries; those calls reject. */
  close(): void;
}

export function createPatience({ attempts, baseMs }: { readonly attempts: number; readonly baseMs: number }): Patience {
  const closing = new AbortController();

  async function call<Result>(make: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    const endings = signal === undefined ? [closing.signal] : [closing.signal, signal];
    for (let attempt = 1; ; attempt++) {
      try {
        return await make();
      } catch (error) {
        if (!isSyncError(error) || error.code !== 'SYSTEM_LIMIT_REACHED') throw error;
        const { code, params } = error;
        if (attempt >= attempts) throw new SyncError(code, { params, scope: 'run', cause: error });
      }
      await pause(backoffMs(attempt, baseMs, Math.random()), ...endings);
      if (closing.signal.aborted) throw new SyncError('ENGINE_STOPPED', { scope: 'run' });
      if (signal?.aborted) throw new SyncError('RUN_ABORTED', { scope: 'run' });
    }
  }

  return { call, close: () => closing.abort() };
}
