import type { RunProgress } from '../events.js';
import type { Failure, RunReport, StopReason, Warning } from './report.js';

/** Bounds what a run remembers of its failures. */
const maxFailures = 1_000;
const maxWarnings = 1_000;

/** Counts of one run under way. */
export interface Tally {
  synced(bytes: number): void;
  failed(failure: Failure): void;
  /** A document was passed over, because it keeps failing. */
  waited(): void;
  /** Copies of deleted documents were taken away. */
  removed(copies: number): void;
  /** Remembered once each. */
  warn(warning: Warning): void;
  progress(): RunProgress;
  /** @param stopped why the run could not go on: the others are untried. */
  report(stopped: StopReason | undefined): RunReport;
}

/**
 * @param expected documents pending when the run began.
 * @param hasReceipts whether documents can wait and copies be taken away.
 */
export function createTally(expected: number, hasReceipts: boolean): Tally {
  const startedAt = performance.now();
  const failures: Failure[] = [];
  const warnings = new Map<string, Warning>();
  let synced = 0;
  let failed = 0;
  let bytes = 0;
  let waiting = 0;
  let removed = 0;

  /** At least as many as are done: rows may have come meanwhile. */
  const totalOf = (done: number): number => Math.max(expected - waiting, done);

  return {
    synced(size) {
      synced += 1;
      bytes += size;
    },
    failed(failure) {
      failed += 1;
      if (failures.length < maxFailures) failures.push(failure);
    },
    waited() {
      waiting += 1;
    },
    removed(copies) {
      removed += copies;
    },
    warn(warning) {
      if (warnings.size < maxWarnings) warnings.set(JSON.stringify(warning), warning);
    },
    progress() {
      const elapsedMs = performance.now() - startedAt;
      const done = synced + failed;
      const total = totalOf(done);
      return {
        total,
        synced,
        failed,
        bytes,
        elapsedMs,
        bytesPerSecond: elapsedMs > 0 ? (bytes / elapsedMs) * 1000 : 0,
        remainingMs: done === 0 ? null : (elapsedMs / done) * (total - done),
      };
    },
    report(stopped) {
      const tried = synced + failed;
      // Rows may have come or gone meanwhile: a run that went through has tried all there were.
      const total = stopped === undefined ? tried : totalOf(tried);
      return {
        ...{ total, synced, failed, bytes, failures: [...failures], warnings: [...warnings.values()], stopped },
        ...(hasReceipts && { withReceipts: { waiting, removed } }),
      };
    },
  };
}
