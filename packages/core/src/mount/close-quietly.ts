import { errnoName } from '../errors/errno.js';
import type { FileSystem } from './file-system.js';

/**
 * Closes where an error of the close says nothing: the descriptor was only read from, or another error is on its way to
 * the caller and matters more. It is free afterwards in any case.
 */
export function closeQuietly(fs: FileSystem, fd: number): void {
  try {
    fs.closeSync(fd);
  } catch (error) {
    if (errnoName(error) === undefined) throw error;
  }
}
