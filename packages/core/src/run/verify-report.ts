import type { DocumentId } from '../document.js';
import type { ErrorParams, SyncErrorCode } from '../errors/codes.js';
import type { Finding, VerifyReport } from '../http/contract.js';
import { describe } from '../messages/describe.js';
import type { Locale } from '../messages/locale.js';
import { cursorOf, type VerifyPosition } from '../plan/verify-position.js';
import type { StopReason } from './report.js';

/** A finding without words. */
export interface Found {
  readonly kind: Finding['kind'];
  readonly documentId: DocumentId | null;
  readonly key: string;
  readonly repaired: boolean;
  /** Another store, whose lists name the file. */
  readonly store?: string | undefined;
  /** Why it could not be read or repaired. */
  readonly problem?: { readonly code: SyncErrorCode; readonly params: ErrorParams } | undefined;
}

/** Bounds what a verification remembers of its findings. */
const maxFindings = 1_000;

/** Counts of one verification under way. */
export interface VerifyTally {
  readonly checked: number;
  /** Of all kinds. */
  readonly findings: number;
  looked(copies: number): void;
  found(finding: Found): void;
  /** @param position where to go on; undefined: all was looked at. */
  report(position: VerifyPosition | undefined, stopped: StopReason | undefined, locale: Locale): VerifyReport;
}

export function createVerifyTally(): VerifyTally {
  const counts = { missing: 0, changed: 0, foreign: 0, unreadable: 0, temporary: 0 };
  const first: Found[] = [];
  let checked = 0;
  let findings = 0;
  let repaired = 0;
  return {
    get checked() {
      return checked;
    },
    get findings() {
      return findings;
    },
    looked(copies) {
      checked += copies;
    },
    found(finding) {
      counts[finding.kind] += 1;
      findings += 1;
      if (finding.repaired) repaired += 1;
      if (first.length < maxFindings) first.push(finding);
    },
    report: (position, stopped, locale) => ({
      checked,
      ...counts,
      repaired,
      findings: first.map((finding) => findingOf(finding, locale)),
      cursor: position === undefined ? null : cursorOf(position),
      ...(stopped && { stopped: { code: stopped.code, ...describe(stopped.code, stopped.params, locale) } }),
    }),
  };
}

/** Puts a finding into words. */
export function findingOf({ kind, documentId, key, repaired, store, problem }: Found, locale: Locale): Finding {
  return {
    kind,
    document_id: documentId === null ? null : String(documentId),
    key,
    repaired,
    ...(store !== undefined && { store }),
    ...(problem && { code: problem.code, message: describe(problem.code, problem.params, locale).message }),
  };
}
