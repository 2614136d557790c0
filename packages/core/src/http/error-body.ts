import { type SyncErrorCode, syncErrorCodes } from '../errors/codes.js';
import { isSyncError } from '../errors/sync-error.js';
import { describe } from '../messages/describe.js';
import type { Locale } from '../messages/locale.js';
import type { ErrorBody } from './contract.js';

/**
 * The one place where something thrown becomes words for a stranger. Only the code and its parameters get through:
 * no stack, no cause, no text of an error that is not ours.
 */
export function errorBody(error: unknown, locale: Locale): ErrorBody {
  const code = publicCode(error);
  const params = code !== 'INTERNAL_ERROR' && isSyncError(error) ? error.params : {};
  return { success: false, ...describe(code, params, locale), code };
}

function publicCode(error: unknown): SyncErrorCode {
  // Wrong options are the host's own business, and their wording may name its folders.
  if (!isSyncError(error) || error.code === 'OPTIONS_INVALID') return 'INTERNAL_ERROR';
  return syncErrorCodes.includes(error.code) ? error.code : 'INTERNAL_ERROR';
}
