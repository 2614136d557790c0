import type { FileSystem } from './file-system.js';

/** Reads a small file from its beginning, at most so many bytes. */
export function readUpTo(fs: FileSystem, fd: number, most: number): Buffer {
  const buffer = Buffer.alloc(most);
  let length = 0;
  while (length < most) {
    const read = fs.readSync(fd, buffer, length, most - length, length);
    if (read === 0) break;
    length += read;
  }
  return buffer.subarray(0, length);
}
