import { isSyncError } from '../errors/sync-error.js';

/** Copies that are being made, for all runs and single documents: the room that one of them takes is what another lacks. */
export interface CopiesUnderWay {
  make<Result>(copy: () => Promise<Result>): Promise<Result>;
  /**
   * For a copy of this size, under way since then, that found no room: waits until those beside it have ended. True where
   * a larger one found none either, which has taken the room and left it again: trying once more may help.
   */
  largerFoundNone(bytes: number, since: number): Promise<boolean>;
}

/** As many as may be under way at once. */
const maxRemembered = 64;

export function createCopiesUnderWay(): CopiesUnderWay {
  const underWay = new Set<Promise<unknown>>();
  const withoutRoom: { readonly bytes: number; readonly endedAt: number }[] = [];
  return {
    async make(copy) {
      const call = copy();
      underWay.add(call);
      try {
        return await call;
      } catch (error) {
        const bytes = bytesWithoutRoom(error);
        if (bytes !== undefined) withoutRoom.push({ bytes, endedAt: performance.now() });
        if (withoutRoom.length > maxRemembered) withoutRoom.shift();
        throw error;
      } finally {
        underWay.delete(call);
      }
    },
    async largerFoundNone(bytes, since) {
      await Promise.allSettled([...underWay]);
      return withoutRoom.some((other) => other.bytes > bytes && other.endedAt >= since);
    },
  };
}

/** Size of the document that found no room while it was written; undefined for any other failure. */
export function bytesWithoutRoom(error: unknown): number | undefined {
  if (!isSyncError(error) || error.code !== 'COPY_TOO_LARGE' || error.scope !== 'probe') return undefined;
  return Number(error.params.bytes ?? 0);
}
