import { errnoName } from '../errors/errno.js';
import { isSyncError, SyncError } from '../errors/sync-error.js';

/** What fails on the local disk when a file is restored to it: never the share's fault, and always this document's. */
export function onDisk<Result>(call: () => Result): Result {
  try {
    return call();
  } catch (error) {
    if (isSyncError(error) && error.code.startsWith('RESTORE_')) throw error;
    const name = isSyncError(error) ? error.params.error : errnoName(error);
    // Not of the system: a defect of ours.
    if (name === undefined) throw error;
    throw new SyncError('RESTORE_FAILED', { params: { error: name }, cause: error });
  }
}
