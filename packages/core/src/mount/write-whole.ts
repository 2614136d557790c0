import type { BigIntStats } from 'node:fs';
import { SyncError } from '../errors/sync-error.js';
import type { FileSystem } from './file-system.js';
import { flush } from './flush.js';
import { writeAll } from './write-all.js';

/** Writes a small file through its descriptor, flushes and closes it. Returns what it then was. */
export function writeWhole(fs: FileSystem, fd: number, content: Buffer): BigIntStats {
  try {
    writeAll(fs, fd, content);
    flush(fs, fd);
    const stats = fs.fstatSync(fd, { bigint: true });
    if (stats.size !== BigInt(content.length)) {
      throw new SyncError('COPY_FAILED', { scope: 'transient', params: { error: 'size' } });
    }
    return stats;
  } finally {
    fs.closeSync(fd);
  }
}
