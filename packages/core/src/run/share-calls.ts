import { isSyncError, SyncError } from '../errors/sync-error.js';
import { say } from '../messages/describe.js';
import type { SyncApi } from '../sync-api.js';
import type { EngineParts } from './engine-parts.js';
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

  async function countFailing(): Promise<number | undefined> {
    if (store.receipts === undefined) return undefined;
    const id = await guard.expected();
    return id === undefined ? 0 : (await store.receipts.counts(id)).failing;
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
    getStatus: () =>
      calls.track(async () => {
        const [state, counts, failing] = await Promise.all([
          watch.known(knownForMs, firstWaitMs),
          store.counts(),
          countFailing(),
        ]);
        const { act } = await guard.judge(state, counts.synced);
        return { ...statusOf(counts, act !== 'refuse'), ...(failing !== undefined && { failing }) };
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
