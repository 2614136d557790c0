import pLimit from 'p-limit';
import { errorReporter } from '../error-report.js';
import { SyncError } from '../errors/sync-error.js';
import type { SyncEvents } from '../events.js';
import type { RunSummary } from '../http/contract.js';
import { describe } from '../messages/describe.js';
import { parseOptions } from '../options.js';
import { lieInOneAnother } from '../plan/is-inside.js';
import { createLayout } from '../plan/layout.js';
import type { SyncApi } from '../sync-api.js';
import { createCalls } from './calls.js';
import { closingMirror } from './closing-mirror.js';
import { createCopiesUnderWay } from './copies-under-way.js';
import { documentCalls } from './document-calls.js';
import { createEmitter, type Listener } from './emitter.js';
import type { EngineParts } from './engine-parts.js';
import { guardedStore } from './guarded-store.js';
import { createMirrorWatch } from './mirror-watch.js';
import { createNotices } from './notices.js';
import { engineOptionsSchema, type SyncEngineOptions } from './options.js';
import { ownIdentity } from './own-identity.js';
import { planCalls } from './plan-calls.js';
import { type RecoveryCalls, recoveryCalls } from './recovery-calls.js';
import { createReservations } from './reservations.js';
import type { RunContext } from './run.js';
import { type RunOptions, runCalls } from './run-calls.js';
import { shareCalls } from './share-calls.js';
import { createShareGuard, type Entered } from './share-guard.js';
import { createMissingReceipts } from './unreceipted.js';

export interface SyncEngine extends Omit<SyncApi, keyof RecoveryCalls>, RecoveryCalls {
  /**
   * As `SyncApi.runSync`. `signal` stops the run, if this call began it; a caller who joined only stops waiting.
   * A call with other options than those of the run under way is refused (`RUN_IN_PROGRESS`).
   */
  runSync(options?: RunOptions): Promise<RunSummary>;
  /**
   * Ends: no new document, up to `timeoutMs` (default 5,000) for what is under way, then hung work is let go and
   * waiting callers get their answer. Call it before the host exits. Later calls that need the share are refused. A mirror
   * that other engines use too is closed by the last of them to stop.
   */
  stop(options?: { readonly timeoutMs?: number | undefined }): Promise<void>;
  /** Listens; returns the undo. */
  on<Name extends keyof SyncEvents>(name: Name, listener: Listener<Name>): () => void;
  off<Name extends keyof SyncEvents>(name: Name, listener: Listener<Name>): void;
}

/**
 * Ties a store and a mirror together. Throws `OPTIONS_INVALID` for wrong options; touches neither yet. A share that lies in a
 * source folder, or the other way round, is told to `onError`.
 */
export function createSyncEngine(engineOptions: SyncEngineOptions): SyncEngine {
  const options = parseOptions('createSyncEngine', engineOptionsSchema, engineOptions);
  const { locale, mirrorId, concurrency } = options;
  const mirror = closingMirror(options.mirror, options.retry);
  const onError = errorReporter(options.onError);
  const store = guardedStore(options.store, onError);
  for (const root of options.sourceRoot) {
    if (mirror.path === null || !lieInOneAnother(root, mirror.path)) continue;
    onError(new SyncError('MIRROR_INSIDE_SOURCES', { params: { root }, locale }));
  }
  const layout = createLayout({ locale, ...options.layout });
  const emitter = createEmitter(onError);
  const calls = createCalls(locale);
  const watch = createMirrorWatch({
    mirror,
    probeTimeoutMs: options.probeTimeoutMs,
    onLost: (code, params) => emitter.emit('mirror:lost', { code, message: describe(code, params, locale).message }),
    onRecovered: () => emitter.emit('mirror:recovered', {}),
  });
  const guard = createShareGuard({ store, mirror, folders: layout.folders, mirrorId, look: watch.probeAnew });
  const identity = ownIdentity(store, options.sourceRoot);
  const inHand = concurrency * (1 + (mirror.ahead ?? 0));
  const context: RunContext = {
    store,
    identity,
    missingReceipts: createMissingReceipts(),
    notices: createNotices(mirror, store.receipts !== undefined),
    mirror,
    layout,
    sourceRoots: options.sourceRoot,
    reservations: createReservations(),
    retry: options.retry,
    limit: pLimit(inHand),
    copies: createCopiesUnderWay(),
    probe: watch.probe,
    look: watch.look,
    concurrency,
    deleted: options.deleted,
    inHand,
    locale,
    emitter,
    onError,
  };
  async function enter(): Promise<Entered> {
    const state = await watch.probe();
    const entered = await guard.enter(state);
    // Just adopted: what was last seen of it has no marker yet, and would be taken for a stranger's.
    if (state.usable && state.marker === null) await watch.probeAnew();
    return entered;
  }

  const stopping = new AbortController();
  const parts: EngineParts = { context, guard, watch, calls, locale, enter, stopping: stopping.signal };
  const runs = runCalls(parts);

  return {
    ...shareCalls(parts, runs.isRunning),
    ...documentCalls(parts),
    ...planCalls(parts),
    ...recoveryCalls(parts, runs.isRunning),
    runSync: runs.runSync,
    async stop({ timeoutMs = 5_000 } = {}) {
      const reason = { code: 'ENGINE_STOPPED', params: {} } as const;
      stopping.abort();
      runs.stop(reason);
      await calls.close(timeoutMs);
      await runs.abandon(reason);
      calls.abandon();
      await mirror.close({ timeoutMs });
    },
    on: emitter.on,
    off: emitter.off,
  };
}
