import { type SharedPromise, sharedPromise } from '../shared-promise.js';
import type { RunReport, StopReason } from './report.js';
import type { Run } from './run.js';

/** A run from the moment it is asked for: getting ready, then under way. Others may join it. */
export interface CurrentRun {
  /** What it was asked for with, as text. */
  readonly terms: string;
  /** Rejects where the run could not begin. */
  readonly report: Promise<RunReport>;
  /** The same for those who join. */
  readonly joined: SharedPromise<RunReport>;
  stop(reason: StopReason): void;
  abandon(reason: StopReason): void;
}

/** @param begin makes sure of the share and starts; asks now and then whether it is still wanted. */
export function createCurrentRun(terms: string, begin: (isStopping: () => boolean) => Promise<Run>): CurrentRun {
  let run: Run | undefined;
  let early: StopReason | undefined;

  async function go(): Promise<RunReport> {
    run = await begin(() => early !== undefined);
    if (early !== undefined) run.stop(early);
    return run.report;
  }

  const report = go();
  return {
    terms,
    report,
    joined: sharedPromise(report),
    stop(reason) {
      early ??= reason;
      run?.stop(reason);
    },
    abandon(reason) {
      early ??= reason;
      run?.abandon(reason);
    },
  };
}
