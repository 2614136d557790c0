import type { RebuildSummary, RunSummary } from '../http/contract.js';
import { describe, say } from '../messages/describe.js';
import type { Locale } from '../messages/locale.js';
import type { RebuildReport } from './rebuild.js';
import type { StopReason } from './report.js';
import type { RestoreReport } from './restore-many.js';

/** What restoring many copies did. */
export interface RestoreSummary extends Pick<RunSummary, 'errors' | 'failures' | 'stopped'> {
  /** Copies that the filter lets through, as far as it came. `restored + present + failed`. */
  readonly total: number;
  readonly restored: number;
  /** The same file was there already. */
  readonly present: number;
  readonly failed: number;
}

export function restoreSummaryOf(report: RestoreReport, locale: Locale): RestoreSummary {
  const { restored, present, failed, failures, stopped } = report;
  return {
    total: restored + present + failed,
    restored,
    present,
    failed,
    errors: failures.map(({ documentId, code, params }) =>
      say('documentFailed', { id: String(documentId), message: describe(code, params, locale).message }, locale),
    ),
    failures: failures.map(({ documentId, code }) => ({ document_id: String(documentId), code })),
    ...stoppedOf(stopped, locale),
  };
}

export function rebuildSummaryOf({ looked, marked, unknown, stopped }: RebuildReport, locale: Locale): RebuildSummary {
  return { total: looked, marked, pending: looked - marked, unknown, ...stoppedOf(stopped, locale) };
}

function stoppedOf(stopped: StopReason | undefined, locale: Locale): Pick<RunSummary, 'stopped'> {
  return stopped === undefined
    ? {}
    : { stopped: { code: stopped.code, ...describe(stopped.code, stopped.params, locale) } };
}
