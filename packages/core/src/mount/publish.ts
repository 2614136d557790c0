import { errnoName } from '../errors/errno.js';
import { lookUp } from './existing.js';
import type { FileSystem } from './file-system.js';

/** How file systems say that they have no hard links (or none for this user). */
const withoutLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/** What was learned about the share; kept for all copies of one thread. */
export interface PublishWays {
  hardLinks: boolean;
}

/**
 * Gives a filled partial its final name, never over another file. A hard link is refused by the file system itself
 * where the name is taken, even by another machine in the same moment; a rename would replace what stands there, so
 * it is used, after a look, only where there are no hard links. `linked`: the partial's own name is still to be removed.
 */
export function publish(
  fs: FileSystem,
  partialPath: string,
  finalPath: string,
  ways: PublishWays,
): 'taken' | 'linked' | 'renamed' {
  if (ways.hardLinks) {
    try {
      fs.linkSync(partialPath, finalPath);
      return 'linked';
    } catch (error) {
      const name = errnoName(error);
      if (name === 'EEXIST') return 'taken';
      if (name === undefined || !withoutLinks.has(name)) throw error;
      ways.hardLinks = false;
    }
  }
  if (lookUp(fs, finalPath) !== undefined) return 'taken';
  fs.renameSync(partialPath, finalPath);
  return 'renamed';
}
