import { isSyncError, SyncError } from '../errors/sync-error.js';
import type { DocumentStore } from '../store.js';

/** A store whose rejections are `SyncError`s; the database's own error goes to `onError`, for it may say too much to others. */
export function guardedStore(store: DocumentStore, onError: (error: unknown) => void): DocumentStore {
  async function guarded<Result>(call: () => Promise<Result>): Promise<Result> {
    try {
      return await call();
    } catch (error) {
      if (isSyncError(error)) throw error;
      onError(error);
      throw new SyncError('STORE_FAILED', { scope: 'run', cause: error });
    }
  }
  return {
    parseId: (text) => store.parseId(text),
    find: (id) => guarded(() => store.find(id)),
    counts: () => guarded(() => store.counts()),
    lastPendingId: () => guarded(() => store.lastPendingId()),
    pendingPage: (query) => guarded(() => store.pendingPage(query)),
    mark: (documents) => guarded(() => store.mark(documents)),
    unmark: (ids) => guarded(() => store.unmark(ids)),
    unmarkAll: () => guarded(() => store.unmarkAll()),
  };
}
