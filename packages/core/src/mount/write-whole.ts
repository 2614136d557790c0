import type { FileSystem } from './file-system.js';
import { flush } from './flush.js';

/** Writes a small file through its descriptor, flushes and closes it. */
export function writeWhole(fs: FileSystem, fd: number, content: Buffer): void {
  try {
    for (let written = 0; written < content.length; ) {
      written += fs.writeSync(fd, content, written, content.length - written, null);
    }
    flush(fs, fd);
  } finally {
    fs.closeSync(fd);
  }
}
