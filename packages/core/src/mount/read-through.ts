import { createHash } from 'node:crypto';
import type { FileSystem } from './file-system.js';

/** What reading a file from its beginning to its end gave. */
export interface Reading {
  readonly bytes: bigint;
  /** SHA-256, lower-case hex. */
  readonly checksum: string;
}

/**
 * Reads a file from the beginning, hashes it and hands each piece on. Reads up to `size` and no further, for a file that
 * keeps growing must not be read for ever: whether it is longer by now, its size tells.
 */
export function readThrough(
  fs: FileSystem,
  fd: number,
  size: bigint,
  buffer: Buffer,
  each: (length: number) => void = () => undefined,
): Reading {
  const hash = createHash('sha256');
  const end = Number(size);
  let bytes = 0;
  while (bytes < end) {
    const read = fs.readSync(fd, buffer, 0, Math.min(buffer.length, end - bytes), bytes);
    if (read === 0) break;
    hash.update(buffer.subarray(0, read));
    each(read);
    bytes += read;
  }
  return { bytes: BigInt(bytes), checksum: hash.digest('hex') };
}
