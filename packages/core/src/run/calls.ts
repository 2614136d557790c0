import { isSyncError, SyncError, translated } from '../errors/sync-error.js';
import type { Locale } from '../messages/locale.js';
import { withDeadline } from './deadline.js';

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
  const underWay = new Set<Promise<unknown>>();
  let closed = false;
  let letGo: (error: SyncError) => void = () => undefined;
  const abandoned = new Promise<never>((_, reject) => {
    letGo = reject;
  });
  // Where nobody waits, there is nobody to tell.
  abandoned.catch(() => undefined);

  return {
    async track(start) {
      if (closed) throw new SyncError('ENGINE_STOPPED', { locale });
      const call = start();
      underWay.add(call);
      try {
        return await Promise.race([call, abandoned]);
      } catch (error) {
        throw isSyncError(error) ? translated(error, locale) : error;
      } finally {
        underWay.delete(call);
      }
    },
    async close(timeoutMs) {
      closed = true;
      const ended = Promise.allSettled([...underWay]).then(() => undefined);
      await withDeadline(ended, timeoutMs, () => undefined);
    },
    abandon: () => letGo(new SyncError('ENGINE_STOPPED')),
  };
}
