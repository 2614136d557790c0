import { storeTag } from '../plan/make-store-id.js';
import { createOtherStores, type OtherStores } from './other-stores.js';
import type { RunContext } from './run.js';

/** A share that was found to be ours, and who we are on it. */
export interface OwnShare {
  readonly mirrorId: string;
  readonly storeId: string;
  /** Of the store, in names of copies. */
  readonly storeTag: string;
  readonly others: OtherStores;
}

export async function ownShare(context: RunContext, mirrorId: string): Promise<OwnShare> {
  return shareOf(context, mirrorId, await context.identity.own(), {});
}

/** @param alsoOwn identities that are this store's from before. */
export function shareToRebuild(
  context: RunContext,
  mirrorId: string,
  storeId: string,
  alsoOwn: readonly string[],
): OwnShare {
  return shareOf(context, mirrorId, storeId, { alsoOwn });
}

/** For what only looks: keeps no identity, and believes what it read of others for a while. */
export async function shareToRead(context: RunContext, mirrorId: string): Promise<OwnShare> {
  const storeId = (await context.identity.known()) ?? context.identity.withoutReceipts;
  return shareOf(context, mirrorId, storeId, { remember: true });
}

function shareOf(
  context: RunContext,
  mirrorId: string,
  storeId: string,
  { alsoOwn = [], remember = false }: { readonly alsoOwn?: readonly string[]; readonly remember?: boolean },
): OwnShare {
  const { mirror, store } = context;
  const own = async () => new Set([storeId, ...alsoOwn, ...(await identitiesBefore(context, mirrorId))]);
  const others = createOtherStores({ mirror, mirrorId, own, hasReceipts: store.receipts !== undefined, remember });
  return { mirrorId, storeId, storeTag: storeTag(storeId), others };
}

/** What this store was on the share before it kept receipts, as long as documents are marked that have none. */
export async function identitiesBefore(
  { store, identity }: Pick<RunContext, 'store' | 'identity'>,
  mirrorId: string,
): Promise<string[]> {
  const marked = (await store.receipts?.unreceiptedPage({ mirrorId, limit: 1 })) ?? [];
  return marked.length > 0 ? [identity.withoutReceipts] : [];
}
