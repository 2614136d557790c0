import { SyncError } from '../errors/sync-error.js';
import type { FileSystem } from './file-system.js';

const buffer = Buffer.alloc(64 * 1024);

/** A file that tells no size is read to its end before it is copied; one without an end must not fill the share. */
const maxUntoldBytes = 4 * 1024 ** 3;

/** Bytes that an open file holds, which is what its size says, except on `/proc` and some FUSE file systems. */
export function sizeOfOpen(fs: FileSystem, fd: number, told: bigint): bigint {
  // At the end that was told, an honest file gives nothing, and the disk is not asked.
  let size = Number(told);
  if (fs.readSync(fd, buffer, 0, 1, size) === 0) return told;
  for (let read = -1; read !== 0; size += read) {
    if (size > Number(told) + maxUntoldBytes) throw new SyncError('SOURCE_UNREADABLE', { params: { error: 'EFBIG' } });
    read = fs.readSync(fd, buffer, 0, buffer.length, size);
  }
  return BigInt(size);
}
