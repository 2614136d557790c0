import type { CopyOnShare } from '../receipt.js';
import type { CopyInHand } from './copy-in-hand.js';
import { isForbidden, isSameFile, lookUp } from './existing.js';
import { readHeld } from './held-copy.js';

/**
 * Whether the file is the document's previous copy, as its receipt has it, read and compared now, and cannot be the file of
 * a row as well.
 */
export function isPrevious({ share, job, source }: CopyInHand, path: string, previous: CopyOnShare): boolean {
  const standing = lookUp(share.fs, path);
  if (standing === undefined || isSameFile(standing, source.stats)) return false;
  if (share.overlapNow().rootAround(job.sourceRoots, previous.key) !== undefined) return false;
  try {
    const held = readHeld(share.fs, path, previous, share.buffer);
    if (held.state !== 'right') return false;
    share.assertOnShare(held.device);
    return true;
  } catch (error) {
    // What we may not read any more, we do not know to be what we wrote: the document gets another name.
    if (isForbidden(error)) return false;
    throw error;
  }
}

/**
 * Puts a filled partial in place of the document's previous copy. That is read just before: a file that anybody else has
 * written there is left alone. Between the reading and the rename there is a moment that no file system lets anybody close.
 */
export function replacePrevious(
  copy: CopyInHand,
  partialPath: string,
  path: string,
  previous: CopyOnShare,
): 'taken' | 'renamed' {
  if (!isPrevious(copy, path, previous)) return 'taken';
  copy.share.fs.renameSync(partialPath, path);
  return 'renamed';
}
