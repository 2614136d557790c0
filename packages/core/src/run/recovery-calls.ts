import type { DocumentId } from '../document.js';
import { SyncError } from '../errors/sync-error.js';
import type { FailurePage, RebuildSummary, RestoreResult, VerifyReport } from '../http/contract.js';
import { say } from '../messages/describe.js';
import { parseOptions } from '../options.js';
import { typeKey } from '../plan/folders.js';
import type { PageOptions, RebuildOptions } from '../sync-api.js';
import { withEnding } from './ending.js';
import type { EngineParts } from './engine-parts.js';
import { enterUsed } from './enter-used.js';
import { failuresPage, isFailuresCursor } from './failures.js';
import { markChanged } from './mark-changed.js';
import { ownOnShare } from './own-on-share.js';
import { shareToRebuild } from './own-share.js';
import { rebuild } from './rebuild.js';
import {
  changedIdsSchema,
  type EngineRestoreOptions,
  type EngineVerifyOptions,
  pageOptionsSchema,
  type RestoreFilter,
  rebuildOptionsSchema,
  restoreFilterSchema,
  restoreOptionsSchema,
} from './recovery-options.js';
import { type RestoreSummary, rebuildSummaryOf, restoreSummaryOf } from './recovery-summary.js';
import { restoreMany } from './restore-many.js';
import { restoreOne } from './restore-one.js';
import { verifyCall } from './verify-call.js';

/** The methods that prove the copies, bring them back, and start over. All but `markChanged` need receipts. */
export interface RecoveryCalls {
  /**
   * As `SyncApi.verify`. What has to end on the way (share lost, `signal`, `stop()`) resolves, with `stopped` and the cursor
   * to go on from. A copy that a run has just brought and not marked yet may be found foreign, or changed.
   */
  verify(options?: EngineVerifyOptions): Promise<VerifyReport>;
  getFailures(options?: PageOptions): Promise<FailurePage>;
  /** As `SyncApi.restore`; with `to`, into that folder under the copy's key, also where the document is gone. */
  restore(id: DocumentId, options?: EngineRestoreOptions): Promise<RestoreResult>;
  /** Restores all that the filter lets through. One that fails never keeps the others; a full disk or a lost share ends it. */
  restore(filter: RestoreFilter, options?: EngineRestoreOptions): Promise<RestoreSummary>;
  /**
   * Forgets receipts and marks of the mounted share and makes them anew from what is on it, for a database that was lost
   * or is of another time. Copies nothing; what is not recognised is pending. Refused during a run (`RUN_IN_PROGRESS`).
   */
  rebuild(options?: RebuildOptions): Promise<RebuildSummary>;
  /** Makes these documents pending, for changes that no version tells; the next run brings them. Unknown ids are passed over. */
  markChanged(ids: readonly DocumentId[]): Promise<void>;
}

/** @param isRunning whether a run is under way: what it relies on is not made anew under it. */
export function recoveryCalls(parts: EngineParts, isRunning: () => boolean): RecoveryCalls {
  const { context, guard, calls, stopping, enter } = parts;
  const { store, emitter } = context;
  let rebuilding = false;

  function restore(id: DocumentId, options?: EngineRestoreOptions): Promise<RestoreResult>;
  function restore(filter: RestoreFilter, options?: EngineRestoreOptions): Promise<RestoreSummary>;
  function restore(
    what: DocumentId | RestoreFilter,
    given: EngineRestoreOptions = {},
  ): Promise<RestoreResult | RestoreSummary> {
    return calls.track(async () => {
      const options = parseOptions('restore', restoreOptionsSchema, given);
      const { to, overwrite, locale = parts.locale } = options;
      const filter = typeof what === 'object' ? parseOptions('restore', restoreFilterSchema, what) : undefined;
      return withEnding(stopping, options.signal, async (ending) => {
        const terms = { context, ...(await enterUsed(parts)), to, overwrite };
        if (filter === undefined) {
          const { key, outcome } = await restoreOne(terms, what as DocumentId);
          const phrase = outcome === 'restored' ? 'documentRestored' : 'documentPresent';
          return { success: true, message: say(phrase, { key }, locale), key, outcome };
        }
        const type = filter.type === undefined ? undefined : typeKey(filter.type);
        const report = await restoreMany(terms, { ...filter, type }, ending, (counts) =>
          emitter.emit('restore:progressed', { ...counts }),
        );
        return restoreSummaryOf(report, locale);
      });
    });
  }

  return {
    restore,
    verify: (options = {}) => calls.track(() => verifyCall(parts, options)),
    getFailures: (given = {}) =>
      calls.track(async () => {
        const { after, limit, locale = parts.locale } = parseOptions('getFailures', pageOptionsSchema, given);
        if (after !== undefined && !isFailuresCursor(after)) {
          const expected = say('expectedCursor', {}, locale);
          throw new SyncError('QUERY_INVALID', { params: { name: 'after', expected } });
        }
        if (store.receipts === undefined) throw new SyncError('RECEIPTS_NEEDED');
        const mirrorId = await guard.expected();
        if (mirrorId === undefined) return { failures: [], cursor: null };
        return failuresPage(store.receipts, mirrorId, { after, limit }, locale);
      }),
    rebuild: (given = {}) =>
      calls.track(async () => {
        const { signal, from, locale = parts.locale } = parseOptions('rebuild', rebuildOptionsSchema, given);
        return withEnding(stopping, signal, async (ending) => {
          if (isRunning() || rebuilding) throw new SyncError('RUN_IN_PROGRESS');
          rebuilding = true;
          try {
            // A share without marker is no source of truth, and is not adopted in passing.
            const { receipts } = await enterUsed(parts);
            const { mirrorId } = await enter();
            const own = await ownOnShare(context, mirrorId, from, ending.signal);
            const share = shareToRebuild(context, mirrorId, own.storeId, own.before);
            const terms = { context, receipts, share, own, ending };
            const report = await rebuild(terms, (counts) => emitter.emit('rebuild:progressed', counts));
            return rebuildSummaryOf(report, locale);
          } finally {
            rebuilding = false;
          }
        });
      }),
    markChanged: (ids) =>
      calls.track(async () =>
        markChanged(store, await guard.expected(), parseOptions('markChanged', changedIdsSchema, ids)),
      ),
  };
}
