import type { RunSummary } from '../http/contract.js';
import { describe, say } from '../messages/describe.js';
import type { Locale } from '../messages/locale.js';
import type { RunReport } from './report.js';

/** Puts a report into the words of one language: callers of the same run may speak different ones. */
export function summaryOf(report: RunReport, locale: Locale): RunSummary {
  const { total, synced, failed, failures, warnings, stopped, withReceipts, dryRun } = report;
  return {
    total,
    synced,
    failed,
    errors: failures.map(({ documentId, code, params }) =>
      say('documentFailed', { id: String(documentId), message: describe(code, params, locale).message }, locale),
    ),
    failures: failures.map(({ documentId, code }) => ({ document_id: String(documentId), code })),
    ...withReceipts,
    ...(dryRun && { dry_run: dryRun }),
    warnings: warnings.map(({ phrase, params }) => say(phrase, params, locale)),
    ...(stopped && { stopped: { code: stopped.code, ...describe(stopped.code, stopped.params, locale) } }),
  };
}
