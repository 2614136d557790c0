import type { CopyOnShare } from '../receipt.js';
import { closeQuietly } from './close-quietly.js';
import { lookUp } from './existing.js';
import type { FileSystem } from './file-system.js';
import { readThrough } from './read-through.js';

/** What stands under a name, as compared with what a receipt says of it. */
export type Held =
  | { readonly state: 'missing' | 'changed' }
  /** A regular file with just these bytes, read from the first to the last. */
  | { readonly state: 'right'; readonly device: bigint };

/** Reads the file and compares. */
export function readHeld(
  fs: FileSystem,
  path: string,
  { size, checksum }: Pick<CopyOnShare, 'size' | 'checksum'>,
  buffer: Buffer,
): Held {
  const stats = lookUp(fs, path);
  if (stats === undefined) return { state: 'missing' };
  const bytes = BigInt(size);
  if (!stats.isFile() || stats.size !== bytes) return { state: 'changed' };
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = fs.constants;
  const fd = fs.openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const before = fs.fstatSync(fd, { bigint: true });
    const reading = readThrough(fs, fd, bytes, buffer);
    if (reading.bytes !== bytes || reading.checksum !== checksum) return { state: 'changed' };
    // Reading takes its time: what was read is what stands there now.
    const after = fs.fstatSync(fd, { bigint: true });
    const now = lookUp(fs, path);
    const same =
      after.size === bytes && after.mtimeNs === before.mtimeNs && now?.ino === after.ino && now.dev === after.dev;
    if (!same) return { state: 'changed' };
    return { state: 'right', device: after.dev };
  } finally {
    closeQuietly(fs, fd);
  }
}
