import { isSyncError, SyncError } from '../errors/sync-error.js';
import { say } from '../messages/describe.js';
import type { Locale } from '../messages/locale.js';
import type { StoreCounts } from '../store.js';
import type { SyncApi } from '../sync-api.js';
import type { EngineParts } from './engine-parts.js';
import { createUnreceiptedCount, wordsOfUnreceipted } from './unreceipted.js';
import { configOf, statusOf, testOf } from './views.js';

/** What a config or a status may be behind the share, and how long the first status waits for it. */
const knownForMs = 10_000;
const firstWaitMs = 2_000;

/**
 * The methods that tell of the share, and the one that accepts it.
 * @param isRunning whether a run is under way: its share is not exchanged under it.
 */
export function shareCalls(
  { context, guard, watch, calls, locale }: EngineParts,
  isRunning: () => boolean,
): Pick<SyncApi, 'getConfig' | 'testConnection' | 'getStatus' | 'adopt'> {
  const { store, mirror } = context;

  const countUnreceipted = createUnreceiptedCount(store.receipts);

  /** What only receipts can tell. */
  async function ofReceipts({ total, synced }: StoreCounts, language: Locale) {
    if (store.receipts === undefined) return {};
    const id = await guard.expected();
    if (id === undefined) return { failing: 0 };
    const { copies, failing } = await store.receipts.counts(id);
    const unreceipted = await countUnreceipted(id, `${id} ${total} ${synced} ${copies}`);
    return { failing, ...wordsOfUnreceipted(unreceipted, language) };
  }

  return {
    getConfig: (call = {}) =>
      calls.track(async () => {
        const [state, { synced }] = await Promise.all([watch.recent(knownForMs), store.counts()]);
        return configOf(mirror.path, state, await guard.judge(state, synced), call.locale ?? locale);
      }),
    testConnection: (call = {}) =>
      calls.track(async () => {
        try {
          const [state, { synced }] = await Promise.all([watch.probe(), store.counts()]);
          return testOf(await guard.judge(state, synced), call.locale ?? locale);
        } catch (error) {
          if (!isSyncError(error)) throw error;
          return testOf({ act: 'refuse', code: error.code, params: error.params }, call.locale ?? locale);
        }
      }),
    getStatus: (call = {}) =>
      calls.track(async () => {
        const [state, counts] = await Promise.all([watch.known(knownForMs, firstWaitMs), store.counts()]);
        const { act } = await guard.judge(state, counts.synced);
        return { ...statusOf(counts, act !== 'refuse'), ...(await ofReceipts(counts, call.locale ?? locale)) };
      }),
    adopt: (call = {}) =>
      calls.track(async () => {
        if (isRunning()) throw new SyncError('RUN_IN_PROGRESS');
        await guard.adopt(await watch.probe());
        await watch.probe();
        return { success: true, message: say('adopted', {}, call.locale ?? locale) };
      }),
  };
}
