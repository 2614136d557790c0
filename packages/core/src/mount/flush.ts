import { errnoName } from '../errors/errno.js';
import type { FileSystem } from './file-system.js';

/** How file systems say that they have no fsync for this descriptor. */
const withoutFsync = new Set(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/** Brings what was written through this descriptor to stable storage, or throws. Never call it again on the same one. */
export function flush(fs: FileSystem, fd: number): void {
  try {
    fs.fsyncSync(fd);
  } catch (error) {
    const name = errnoName(error);
    // Windows flushes only descriptors open for writing; directories and read-only files have no flush there.
    const refusedByWindows = name === 'EPERM' && process.platform === 'win32';
    if (!refusedByWindows && (name === undefined || !withoutFsync.has(name))) throw error;
  }
}

/**
 * For who only looks: a disk that turned read-only after an error refuses to flush, and can be read all the same. Whoever
 * marks by what was seen confirms it first, which fails there.
 */
export function flushUnlessReadOnly(fs: FileSystem, fd: number): void {
  try {
    flush(fs, fd);
  } catch (error) {
    if (errnoName(error) !== 'EROFS') throw error;
  }
}
