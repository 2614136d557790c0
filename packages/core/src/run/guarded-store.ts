import { isSyncError, SyncError } from '../errors/sync-error.js';
import type { ReceiptStore } from '../receipt-store.js';
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
    identity: store.identity,
    receipts: store.receipts && guardedReceipts(store.receipts, guarded),
    parseId: (text) => store.parseId(text),
    find: (id) => guarded(() => store.find(id)),
    counts: () => guarded(() => store.counts()),
    lastPendingId: () => guarded(() => store.lastPendingId()),
    pendingPage: (query) => guarded(() => store.pendingPage(query)),
    mark: (documents) => guarded(() => store.mark(documents)),
    unmark: (ids) => guarded(() => store.unmark(ids)),
    takeBack: (documents) => guarded(() => store.takeBack(documents)),
    page: (query) => guarded(() => store.page(query)),
    unmarkAll: () => guarded(() => store.unmarkAll()),
  };
}

function guardedReceipts(
  receipts: ReceiptStore,
  guarded: <Result>(call: () => Promise<Result>) => Promise<Result>,
): ReceiptStore {
  return {
    expectedMirror: () => guarded(() => receipts.expectedMirror()),
    expectMirror: (mirrorId) => guarded(() => receipts.expectMirror(mirrorId)),
    storeId: () => guarded(() => receipts.storeId()),
    keepStoreId: (id, instead) => guarded(() => receipts.keepStoreId(id, instead)),
    page: (query) => guarded(() => receipts.page(query)),
    counts: (mirrorId) => guarded(() => receipts.counts(mirrorId)),
    mark: (mirrorId, brought) => guarded(() => receipts.mark(mirrorId, brought)),
    note: (noted) => guarded(() => receipts.note(noted)),
    write: (written) => guarded(() => receipts.write(written)),
    remove: (removed) => guarded(() => receipts.remove(removed)),
    removeAll: (mirrorId) => guarded(() => receipts.removeAll(mirrorId)),
    changedPage: (query) => guarded(() => receipts.changedPage(query)),
    unreceiptedPage: (query) => guarded(() => receipts.unreceiptedPage(query)),
    countUnreceipted: (mirrorId) => guarded(() => receipts.countUnreceipted(mirrorId)),
    deletedPage: (query) => guarded(() => receipts.deletedPage(query)),
    dirtyMonths: (mirrorId) => guarded(() => receipts.dirtyMonths(mirrorId)),
    cleanMonth: (mirrorId, month) => guarded(() => receipts.cleanMonth(mirrorId, month)),
  };
}
