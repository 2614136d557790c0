import { errnoName, isSystemLimit } from '../errors/errno.js';
import { isSyncError, SyncError } from '../errors/sync-error.js';
import { shareError } from './classify.js';

/** What fails on the local disk when a file is restored to it: never the share's fault, and this document's unless the system had nothing left. */
export function onDisk<Result>(call: () => Result): Result {
  try {
    return call();
  } catch (error) {
    if (isSyncError(error) && error.code.startsWith('RESTORE_')) throw error;
    const name = isSyncError(error) ? error.params.error : errnoName(error);
    // Not of the system: a defect of ours.
    if (name === undefined) throw error;
    if (isSystemLimit(name)) throw shareError(error);
    throw new SyncError('RESTORE_FAILED', { params: { error: name }, cause: error });
  }
}
