import type { FailureScope } from '../errors/sync-error.js';

/** What to do about a failed attempt: try again, ask the share, report the document, or stop the run. */
export type Verdict = 'retry' | 'probe' | 'document' | 'run';

/**
 * @param attempt 1 for the first attempt.
 * @param attempts how often a transient failure is tried at most.
 */
export function judgeFailure(scope: FailureScope, attempt: number, attempts: number): Verdict {
  switch (scope) {
    case 'document':
    case 'run':
    case 'probe':
      return scope;
    case 'unknown':
      return attempt < Math.min(2, attempts) ? 'retry' : 'document';
    case 'transient':
      // It did not pass: perhaps it is the share.
      return attempt < attempts ? 'retry' : 'probe';
  }
}

/** Milliseconds to wait before the next attempt: doubling, with jitter so that many do not come back at once. */
export function backoffMs(attempt: number, baseMs: number, random: number): number {
  return baseMs * 2 ** (attempt - 1) * (0.5 + random);
}
