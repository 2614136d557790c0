import type { BigIntStats } from 'node:fs';
import { SyncError } from '../errors/sync-error.js';
import type { FileSystem } from './file-system.js';
import { flush } from './flush.js';

/** Writes a small file through its descriptor, flushes and closes it. Returns what it then was. */
export function writeWhole(fs: FileSystem, fd: number, content: Buffer): BigIntStats {
  try {
    for (let written = 0; written < content.length; ) {
      written += fs.writeSync(fd, content, written, content.length - written, null);
    }
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
