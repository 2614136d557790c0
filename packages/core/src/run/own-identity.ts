import { SyncError } from '../errors/sync-error.js';
import { derivedStoreId, newStoreId } from '../plan/make-store-id.js';
import type { DocumentStore } from '../store.js';

/** Who this engine's store is, on a share that others may use too. */
export interface OwnIdentity {
  /** The one to go by; where none is kept yet, it is from now on. Rejects with `STORE_ID_CHANGED`. */
  own(): Promise<string>;
  /** The same, but keeps nothing: undefined where it would be made now. */
  known(): Promise<string | undefined>;
  /** As `own`, for a rebuild: where the options say another than is kept, they win, and `before` is the one that is kept. */
  forRebuild(): Promise<{ readonly storeId: string; readonly before?: string }>;
  /** Keeps this one instead of the one before. */
  replace(storeId: string, before: string): Promise<void>;
  /** The one that it has as long as it keeps no receipts. */
  readonly withoutReceipts: string;
}

/**
 * By option, else made once and kept with the receipts. Without receipts there is no place to keep one: there it comes from
 * table, scope and source folders, so that two apps with a table of the same name are two.
 */
export function ownIdentity({ identity, receipts }: DocumentStore, sourceRoots: readonly string[]): OwnIdentity {
  const { given, derived } = identity;
  const withoutReceipts = given ?? derivedStoreId(derived, ...sourceRoots);

  /** Another than the lists on the share are kept under: whose copies those are, nobody would know any more. */
  function assertGiven(kept: string): string {
    if (receipts === undefined || given === undefined || given === kept) return kept;
    throw new SyncError('STORE_ID_CHANGED', { params: { kept, given }, scope: 'run' });
  }

  async function keptOrNew(): Promise<string> {
    if (receipts === undefined) return withoutReceipts;
    return (await receipts.storeId()) ?? receipts.keepStoreId(given ?? newStoreId(derived));
  }

  return {
    withoutReceipts,
    own: async () => assertGiven(await keptOrNew()),
    async forRebuild() {
      const kept = await keptOrNew();
      return given === undefined || given === kept ? { storeId: kept } : { storeId: given, before: kept };
    },
    async replace(storeId, before) {
      await receipts?.keepStoreId(storeId, before);
    },
    async known() {
      if (receipts === undefined) return withoutReceipts;
      const kept = await receipts.storeId();
      return kept === undefined ? given : assertGiven(kept);
    },
  };
}
