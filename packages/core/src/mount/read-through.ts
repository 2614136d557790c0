import { createHash } from 'node:crypto';
import type { FileSystem } from './file-system.js';

/** What reading a file from its beginning to its end gave. */
export interface Reading {
  readonly bytes: bigint;
  /** SHA-256, lower-case hex. */
  readonly checksum: string;
}

/**
 * Reads a file from the beginning, hashes it and hands each piece on. Reads at most one byte more than `size`: a file
 * that keeps growing must not be read for ever.
 */
export function readThrough(
  fs: FileSystem,
  fd: number,
  size: bigint,
  buffer: Buffer,
  each: (length: number) => void = () => undefined,
): Reading {
  const hash = createHash('sha256');
  let bytes = 0n;
  while (bytes <= size) {
    const read = fs.readSync(fd, buffer, 0, buffer.length, Number(bytes));
    if (read === 0) break;
    hash.update(buffer.subarray(0, read));
    each(read);
    bytes += BigInt(read);
  }
  return { bytes, checksum: hash.digest('hex') };
}
