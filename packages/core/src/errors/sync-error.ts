import { describe } from '../messages/describe.js';
import type { Locale } from '../messages/locale.js';
import type { ErrorParams, SyncErrorCode } from './codes.js';

/**
 * What a failed call on the mirror concerns, and so what the engine does about it:
 * - `document`: this document only; it is reported and the run goes on.
 * - `transient`: may pass; tried again a few times, then it is the document's, or the run's for `SYSTEM_LIMIT_REACHED`.
 * - `probe`: could be either; a probe of the share decides between document and run.
 * - `unknown`: an error number nobody classed; tried once more, then the document's; five in a row end the run.
 * - `run`: the share as a whole; the run stops.
 */
export type FailureScope = 'document' | 'transient' | 'probe' | 'unknown' | 'run';

export interface SyncErrorOptions {
  readonly params?: ErrorParams;
  readonly scope?: FailureScope;
  readonly cause?: unknown;
  /** Language of `message` and `hint`; default English. */
  readonly locale?: Locale;
  /** Words that came from elsewhere (a server's answer), used as they are. */
  readonly message?: string;
  readonly hint?: string;
}

/** The one error docmirror throws on purpose: a stable `code`, a `message` for people, a `hint` what to do. */
export class SyncError extends Error {
  override readonly name = 'SyncError';
  readonly code: SyncErrorCode;
  readonly hint: string;
  readonly params: ErrorParams;
  readonly scope: FailureScope;

  constructor(code: SyncErrorCode, options: SyncErrorOptions = {}) {
    const words = describe(code, options.params ?? {}, options.locale ?? 'en');
    super(options.message ?? words.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint ?? words.hint;
    this.params = options.params ?? {};
    this.scope = options.scope ?? 'document';
  }
}

/** Also true for an error of a second copy of this package (ESM beside CommonJS), where `instanceof` is not. */
export function isSyncError(error: unknown): error is SyncError {
  return error instanceof Error && error.name === 'SyncError' && 'code' in error && 'scope' in error;
}

/** The same error with its words in another language; words that came from elsewhere stay as they are. */
export function translated(error: SyncError, locale: Locale): SyncError {
  const { code, params, scope, cause } = error;
  if (error.message !== describe(code, params, 'en').message) return error;
  return new SyncError(code, { params, scope, locale, cause });
}
