import pLimit from 'p-limit';
import { z } from 'zod';
import type { DocumentId } from '../document.js';
import { isSyncError, SyncError } from '../errors/sync-error.js';
import type { SyncEvents } from '../events.js';
import type { RunSummary } from '../http/contract.js';
import { describe, say } from '../messages/describe.js';
import { parseOptions } from '../options.js';
import { createLayout } from '../plan/layout.js';
import type { CallOptions, SyncApi } from '../sync-api.js';
import { createCalls } from './calls.js';
import { closingMirror } from './closing-mirror.js';
import { type CurrentRun, createCurrentRun } from './current-run.js';
import { createEmitter, type Listener } from './emitter.js';
import { guardedStore } from './guarded-store.js';
import { createMirrorWatch } from './mirror-watch.js';
import { engineOptionsSchema, type SyncEngineOptions } from './options.js';
import { createReservations } from './reservations.js';
import { type RunContext, startRun } from './run.js';
import { createShareGuard } from './share-guard.js';
import { syncOne } from './sync-one.js';
import { configOf, statusOf, testOf } from './views.js';
import { summaryOf } from './wording.js';

export interface RunOptions extends CallOptions {
  /** At most so many documents. Default: all that are pending. */
  readonly limit?: number | undefined;
}

export interface SyncEngine extends SyncApi {
  /**
   * As `SyncApi.runSync`. `signal` stops the run, if this call began it; a caller who joined only stops waiting.
   * A call with other options than those of the run under way is refused (`RUN_IN_PROGRESS`).
   */
  runSync(options?: RunOptions): Promise<RunSummary>;
  /**
   * Ends: no new document, up to `timeoutMs` (default 5,000) for what is under way, then hung work is let go and
   * waiting callers get their answer. Call it before the host exits. Later calls that need the share are refused.
   */
  stop(options?: { readonly timeoutMs?: number | undefined }): Promise<void>;
  /** Listens; returns the undo. */
  on<Name extends keyof SyncEvents>(name: Name, listener: Listener<Name>): () => void;
  off<Name extends keyof SyncEvents>(name: Name, listener: Listener<Name>): void;
}

/** What a config or a status may be behind the share, and how long the first status waits for it. */
const knownForMs = 10_000;
const firstWaitMs = 2_000;

const runOptionsSchema = z.object({
  limit: z.int('write a whole number').min(1, 'write at least 1').optional(),
});

/** Ties a store and a mirror together. Throws `OPTIONS_INVALID` for wrong options; touches neither yet. */
export function createSyncEngine(engineOptions: SyncEngineOptions): SyncEngine {
  const options = parseOptions('createSyncEngine', engineOptionsSchema, engineOptions);
  const { locale, mirrorId, concurrency } = options;
  const mirror = closingMirror(options.mirror);
  const onError = options.onError ?? ((error) => process.emitWarning(error instanceof Error ? error : String(error)));
  const store = guardedStore(options.store, onError);
  const layout = createLayout({ locale, ...options.layout });
  const emitter = createEmitter(onError);
  const guard = createShareGuard({ store, mirror, folders: layout.folders, mirrorId });
  const calls = createCalls(locale);
  const watch = createMirrorWatch({
    mirror,
    probeTimeoutMs: options.probeTimeoutMs,
    onLost: (code, params) => emitter.emit('mirror:lost', { code, message: describe(code, params, locale).message }),
    onRecovered: () => emitter.emit('mirror:recovered', {}),
  });
  const inHand = concurrency * (1 + (mirror.ahead ?? 0));
  const context: RunContext = {
    store,
    mirror,
    layout,
    sourceRoots: options.sourceRoot,
    reservations: createReservations(),
    retry: options.retry,
    limit: pLimit(inHand),
    probe: watch.probe,
    concurrency,
    inHand,
    locale,
    emitter,
    onError,
  };
  let current: CurrentRun | undefined;

  /** Makes sure that the share is ours; the id to copy by. */
  async function enter(): Promise<string> {
    const state = await watch.probe();
    const id = await guard.enter(state);
    // Just adopted: what was last seen of it has no marker yet, and would be taken for a stranger's.
    if (state.usable && state.marker === null) await watch.probe();
    return id;
  }

  function begin(limit: number): CurrentRun {
    const run = createCurrentRun(limit, async () => {
      const id = await enter();
      const { pending } = await store.counts();
      return startRun(context, id, pending, limit);
    });
    const ended = (): void => {
      if (current === run) current = undefined;
    };
    run.report.then(({ stopped }) => {
      ended();
      if (stopped?.code.startsWith('MIRROR_')) watch.reportLost(stopped.code, stopped.params);
    }, ended);
    return run;
  }

  async function join(run: CurrentRun, limit: number, signal: AbortSignal | undefined): Promise<CurrentRun['report']> {
    if (run.limit !== limit) throw new SyncError('RUN_IN_PROGRESS');
    return signal === undefined ? run.report : Promise.race([run.report, rejectionOf(signal)]);
  }

  async function runSync(runOptions: RunOptions = {}): Promise<RunSummary> {
    const { limit = Number.POSITIVE_INFINITY } = parseOptions('runSync', runOptionsSchema, runOptions);
    const { signal } = runOptions;
    if (signal?.aborted) throw new SyncError('RUN_ABORTED', { locale });
    return calls.track(async () => {
      if (current !== undefined) return summaryOf(await join(current, limit, signal), runOptions.locale ?? locale);
      const run = begin(limit);
      current = run;
      const cancel = (): void => run.stop({ code: 'RUN_ABORTED', params: {} });
      signal?.addEventListener('abort', cancel, { once: true });
      try {
        return summaryOf(await run.report, runOptions.locale ?? locale);
      } finally {
        signal?.removeEventListener('abort', cancel);
      }
    });
  }

  return {
    getConfig: (call = {}) =>
      calls.track(async () => {
        const [state, { synced }] = await Promise.all([watch.recent(knownForMs), store.counts()]);
        return configOf(mirror.path, state, guard.judge(state, synced), call.locale ?? locale);
      }),
    testConnection: (call = {}) =>
      calls.track(async () => {
        try {
          const [state, { synced }] = await Promise.all([watch.probe(), store.counts()]);
          return testOf(guard.judge(state, synced), call.locale ?? locale);
        } catch (error) {
          if (!isSyncError(error)) throw error;
          return testOf({ act: 'refuse', code: error.code, params: error.params }, call.locale ?? locale);
        }
      }),
    getStatus: () =>
      calls.track(async () => {
        const [state, counts] = await Promise.all([watch.known(knownForMs, firstWaitMs), store.counts()]);
        return statusOf(counts, guard.judge(state, counts.synced).act !== 'refuse');
      }),
    runSync,
    syncDocument: (id: DocumentId, call = {}) =>
      calls.track(async () => {
        const key = await syncOne(context, enter, id, call.signal);
        const path = mirror.path === null ? key : `${mirror.path.replace(/\/+$/, '')}/${key}`;
        return { success: true, message: say('documentSynced', { path }, call.locale ?? locale), key };
      }),
    adopt: (call = {}) =>
      calls.track(async () => {
        if (current !== undefined) throw new SyncError('RUN_IN_PROGRESS');
        await guard.adopt(await watch.probe());
        await watch.probe();
        return { success: true, message: say('adopted', {}, call.locale ?? locale) };
      }),
    async stop({ timeoutMs = 5_000 } = {}) {
      const reason = { code: 'ENGINE_STOPPED', params: {} } as const;
      current?.stop(reason);
      await calls.close(timeoutMs);
      current?.abandon(reason);
      // Gives the abandoned run the turn it needs to answer its callers with what it did.
      await current?.report.catch(() => undefined);
      calls.abandon();
      await mirror.close({ timeoutMs });
    },
    on: emitter.on,
    off: emitter.off,
  };
}

function rejectionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const abort = (): void => reject(new SyncError('RUN_ABORTED'));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}
