import { z } from 'zod';
import { onAbort } from '../abort.js';
import { SyncError } from '../errors/sync-error.js';
import type { RunSummary } from '../http/contract.js';
import { parseOptions } from '../options.js';
import type { SyncRunOptions } from '../sync-api.js';
import { releaseChanged } from './changed-documents.js';
import { type CurrentRun, createCurrentRun } from './current-run.js';
import { dryRunReport } from './dry-run.js';
import type { EngineParts } from './engine-parts.js';
import { ownShare } from './own-share.js';
import type { RunReport, StopReason } from './report.js';
import { startRun } from './run.js';
import { summaryOf } from './wording.js';

export interface RunOptions extends SyncRunOptions {
  /** At most so many documents. Default: all that are pending. */
  readonly limit?: number | undefined;
  /** Copies of deleted documents may go, however many they are (see `deleted.maxShare`). Default false. */
  readonly allowDeletions?: boolean | undefined;
}

/** `runSync`, and what `stop` needs of the run under way. */
export interface RunCalls {
  runSync(options?: RunOptions): Promise<RunSummary>;
  isRunning(): boolean;
  /** No new document; what is under way is brought to its end. */
  stop(reason: StopReason): void;
  /** Ends the run under way now; resolves when its callers have their answer. */
  abandon(reason: StopReason): Promise<void>;
}

const runOptionsSchema = z.object({
  limit: z.int('write a whole number').min(1, 'write at least 1').default(Number.POSITIVE_INFINITY),
  dryRun: z.boolean('write true or false').default(false),
  allowDeletions: z.boolean('write true or false').default(false),
});

/** What tells one run from another: who asks for the same joins. */
type RunWish = Omit<z.output<typeof runOptionsSchema>, 'dryRun'>;

export function runCalls(parts: EngineParts): RunCalls {
  const { context, watch, calls, locale, enter } = parts;
  let current: CurrentRun | undefined;

  function begin({ limit, allowDeletions }: RunWish): CurrentRun {
    const run = createCurrentRun(termsOf({ limit, allowDeletions }), async (isStopping) => {
      const { mirrorId, pending } = await enter();
      const terms = { share: await ownShare(context, mirrorId), limit, allowDeletions };
      // One query in all where nothing is pending and nobody keeps receipts.
      if (context.store.receipts === undefined) return startRun(context, { ...terms, expected: pending });
      await releaseChanged(context.store, mirrorId, isStopping);
      const { pending: expected } = await context.store.counts();
      return startRun(context, { ...terms, expected });
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

  async function join(run: CurrentRun, wish: RunWish, signal: AbortSignal | undefined): Promise<RunReport> {
    if (run.terms !== termsOf(wish)) throw new SyncError('RUN_IN_PROGRESS');
    return run.joined.wait({
      signal,
      otherwise: () => {
        throw new SyncError('RUN_ABORTED');
      },
    });
  }

  async function runOrJoin(wish: RunWish, signal: AbortSignal | undefined): Promise<RunReport> {
    if (current !== undefined) return join(current, wish, signal);
    const run = begin(wish);
    current = run;
    const undo = signal && onAbort(signal, () => run.stop({ code: 'RUN_ABORTED', params: {} }));
    try {
      return await run.report;
    } finally {
      undo?.();
    }
  }

  return {
    async runSync(runOptions = {}) {
      const { dryRun, ...wish } = parseOptions('runSync', runOptionsSchema, runOptions);
      const { signal } = runOptions;
      if (signal?.aborted) throw new SyncError('RUN_ABORTED', { locale });
      return calls.track(async () => {
        const report = dryRun ? await dryRunReport(parts, wish, signal) : await runOrJoin(wish, signal);
        return summaryOf(report, runOptions.locale ?? locale);
      });
    },
    isRunning: () => current !== undefined,
    stop: (reason) => current?.stop(reason),
    async abandon(reason) {
      const run = current;
      run?.abandon(reason);
      // Gives the abandoned run the turn it needs to answer its callers with what it did.
      await run?.report.catch(() => undefined);
    },
  };
}

function termsOf({ limit, allowDeletions }: RunWish): string {
  return `${limit} ${allowDeletions}`;
}
