import { isSyncError, SyncError, translated } from '../errors/sync-error.js';
import type { Locale } from '../messages/locale.js';
import { sharedPromise } from '../shared-promise.js';

/** The calls that callers wait for, so that a stop can wait for them, and then let their callers go. */
export interface Calls {
  /** Refuses when stopped; rejects with `ENGINE_STOPPED` when abandoned. */
  track<Result>(start: () => Promise<Result>): Promise<Result>;
  /** No new ones. Resolves when all have ended, or after `timeoutMs`. */
  close(timeoutMs: number): Promise<void>;
  /** Lets go of the callers of those still under way. */
  abandon(): void;
}

/** @param locale language of the errors callers get. */
export function createCalls(locale: Locale): Calls {
  /** What lets go of the caller, by call. A promise for all to race with would keep every call in memory. */
  const underWay = new Map<Promise<unknown>, (error: SyncError) => void>();
  let closed = false;
  let abandoned = false;

  return {
    async track(start) {
      if (closed) throw new SyncError('ENGINE_STOPPED', { locale });
      const call = start();
      try {
        return await new Promise((resolve, reject) => {
          underWay.set(call, reject);
          call.then(resolve, reject);
          if (abandoned) reject(new SyncError('ENGINE_STOPPED'));
        });
      } catch (error) {
        throw isSyncError(error) ? translated(error, locale) : error;
      } finally {
        underWay.delete(call);
      }
    },
    async close(timeoutMs) {
      closed = true;
      const ended = Promise.allSettled([...underWay.keys()]).then(() => undefined);
      await sharedPromise(ended).wait({ ms: timeoutMs, otherwise: () => undefined });
    },
    abandon() {
      abandoned = true;
      for (const letGo of underWay.values()) letGo(new SyncError('ENGINE_STOPPED'));
    },
  };
}
