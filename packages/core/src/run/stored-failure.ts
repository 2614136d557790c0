import { isSyncErrorCode } from '../errors/codes.js';
import type { StopReason } from './report.js';

/** How a document failed, as its receipt has it: another version of docmirror may have noted a code of its own. */
export function storedFailure(lastError: string | null): StopReason {
  if (lastError === null) return { code: 'INTERNAL_ERROR', params: {} };
  return isSyncErrorCode(lastError)
    ? { code: lastError, params: {} }
    : { code: 'FAILURE_UNKNOWN', params: { error: lastError } };
}
