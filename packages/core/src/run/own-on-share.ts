import { SyncError } from '../errors/sync-error.js';
import { unknownMonth } from '../plan/own-names.js';
import { findOwnLists, storesOnShare } from './find-own-lists.js';
import type { OwnList } from './import-lists.js';
import { identitiesBefore, shareToRebuild } from './own-share.js';
import type { RunContext } from './run.js';
import { unfinishedFrom } from './unfinished-rebuild.js';

/** What a rebuild finds on the share of the store that asks for it. */
export interface OwnOnShare {
  readonly storeId: string;
  /** Identities that it had before, by the user's word, by its receipts, or by what their lists say. */
  readonly before: readonly string[];
  /** Of them, the one that its receipts keep still. */
  readonly kept?: string | undefined;
  /** Its lists, and theirs. */
  readonly lists: readonly OwnList[];
}

/**
 * @param named identities that the user says are this store's.
 * Rejects, before anything is forgotten, where one is not on the share or nobody can tell which lists are its own.
 */
export async function ownOnShare(
  context: RunContext,
  mirrorId: string,
  named: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<OwnOnShare> {
  const { mirror, identity } = context;
  const { storeId, before: kept } = await identity.forRebuild();
  const { lists, stores } = await storesOnShare(mirror, mirrorId);
  for (const one of named ?? []) {
    if (stores.has(one)) continue;
    const expected = [...stores].join(' | ') || '—';
    throw new SyncError('QUERY_INVALID', { params: { name: 'from', expected } });
  }
  const others = lists.filter((list) => list.storeId !== storeId);
  const lost = await identitiesBefore(context, mirrorId);
  const formerly = lost.filter((one) => stores.has(one));
  const begun = (await unfinishedFrom({ mirror, mirrorId, storeId })) ?? [];
  const told = [...begun, ...(named ?? []), ...formerly, ...(kept === undefined ? [] : [kept])];
  const hasOwn = lists.some((list) => list.storeId === storeId && list.list !== unknownMonth);
  // Who names a store by option says which lists are its own.
  const isNamed = context.store.identity.given !== undefined;
  // Marks without receipts: those were lost, and what was brought since has lists under a new identity already.
  const isComplete = isNamed || told.length > 0 || (hasOwn && lost.length === 0);
  const share = shareToRebuild(context, mirrorId, storeId, []);
  const found = isComplete ? undefined : await findOwnLists(context, share, others, signal);
  const before = [...new Set([...told, ...(found === undefined ? [] : [found])])].filter((one) => one !== storeId);
  const ours = new Set([storeId, ...before]);
  return { storeId, before, kept, lists: lists.filter((list) => ours.has(list.storeId)) };
}
