import { errnoName } from '../errors/errno.js';
import { SyncError } from '../errors/sync-error.js';
import type { FileSystem } from './file-system.js';
import type { Folder } from './folders.js';

/** A copy of this size or more is not begun where the share says that it has less room: it would fill up what others need. */
const largeBytes = 16n * 1024n * 1024n;

/** Throws `COPY_TOO_LARGE` where the share says that a large document does not fit. */
export function assertRoom(fs: FileSystem, folder: Folder, size: bigint): void {
  if (size < largeBytes) return;
  const free = freeBytes(fs, folder);
  if (free !== undefined && free < size) throw tooLarge(size, { scope: 'document', error: 'ENOSPC' });
}

/**
 * What a failed copy says where the share had no room for it; undefined for any other failure. The share may be full, or
 * this document too large for it: a probe tells.
 */
export function noRoomFor(size: bigint, error: unknown): SyncError | undefined {
  const name = errnoName(error);
  if (name !== 'ENOSPC' && name !== 'EDQUOT') return undefined;
  return tooLarge(size, { scope: 'probe', error: name, cause: error });
}

function tooLarge(
  size: bigint,
  { scope, error, cause }: { scope: 'document' | 'probe'; error: string; cause?: unknown },
): SyncError {
  return new SyncError('COPY_TOO_LARGE', { scope, params: { bytes: String(size), error }, cause });
}

/** Undefined where the share does not say. A quota may leave less. */
function freeBytes(fs: FileSystem, folder: Folder): bigint | undefined {
  try {
    const stats = fs.statfsSync?.(folder.at('.'), { bigint: true });
    return stats === undefined || stats.blocks === 0n ? undefined : stats.bavail * stats.bsize;
  } catch (error) {
    // Whatever is wrong, the copy will meet it.
    if (errnoName(error) !== undefined) return undefined;
    throw error;
  }
}
