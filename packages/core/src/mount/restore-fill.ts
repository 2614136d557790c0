import { SyncError } from '../errors/sync-error.js';
import type { CopyOnShare } from '../receipt.js';
import { closeQuietly } from './close-quietly.js';
import { flush } from './flush.js';
import { onDisk } from './on-disk.js';
import type { OpenShare } from './open-share.js';
import { createPartial, modeOf } from './partial.js';
import { preserve } from './preserve.js';
import { readThrough } from './read-through.js';
import type { OpenFile } from './source.js';
import { writeAll } from './write-all.js';

/** A large file is flushed every so often: a slow disk must not pass for a call that hangs. */
const flushBytes = 64 * 1024 * 1024;

/**
 * Writes a copy from the share into a new partial on the local disk: compared with the receipt, with mode and times as they
 * are on the share, flushed and closed. Throws otherwise; the file is the caller's to remove.
 */
export function fillRestored(share: OpenShare, source: OpenFile, path: string, copy: CopyOnShare): void {
  const { fs, buffer } = share;
  const fd = onDisk(() => createPartial(fs, path, modeOf(source)));
  let open = true;
  try {
    let unflushed = 0;
    const { bytes, checksum } = readThrough(fs, source.fd, source.stats.size, buffer, (length) =>
      onDisk(() => {
        writeAll(fs, fd, buffer.subarray(0, length));
        unflushed += length;
        if (unflushed < flushBytes) return;
        unflushed = 0;
        flush(fs, fd);
      }),
    );
    if (bytes !== BigInt(copy.size) || checksum !== copy.checksum) throw new SyncError('COPY_CHANGED');
    onDisk(() => {
      preserve(fs, source, fd, fs.fstatSync(fd, { bigint: true }).mode);
      flush(fs, fd);
      const { size } = fs.fstatSync(fd, { bigint: true });
      if (size !== bytes) throw new SyncError('RESTORE_FAILED', { params: { error: 'size' } });
      open = false;
      fs.closeSync(fd);
    });
  } finally {
    if (open) closeQuietly(fs, fd);
  }
}
