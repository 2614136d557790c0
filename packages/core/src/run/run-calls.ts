import { z } from 'zod';
import { SyncError } from '../errors/sync-error.js';
import type { RunSummary } from '../http/contract.js';
import { parseOptions } from '../options.js';
import type { CallOptions } from '../sync-api.js';
import { type CurrentRun, createCurrentRun } from './current-run.js';
import type { EngineParts } from './engine-parts.js';
import type { StopReason } from './report.js';
import { startRun } from './run.js';
import { summaryOf } from './wording.js';

export interface RunOptions extends CallOptions {
  /** At most so many documents. Default: all that are pending. */
  readonly limit?: number | undefined;
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
  limit: z.int('write a whole number').min(1, 'write at least 1').optional(),
});

export function runCalls({ context, watch, calls, locale, enter }: EngineParts): RunCalls {
  let current: CurrentRun | undefined;

  function begin(limit: number): CurrentRun {
    const run = createCurrentRun(limit, async () => {
      const id = await enter();
      const { pending } = await context.store.counts();
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

  return {
    async runSync(runOptions = {}) {
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

function rejectionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const abort = (): void => reject(new SyncError('RUN_ABORTED'));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}
