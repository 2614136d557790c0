import type { CopyOnShare } from '../receipt.js';
import { isForbidden } from './existing.js';
import { readHeld } from './held-copy.js';
import type { OpenShare } from './open-share.js';

/** Whether the file is the document's previous copy, as its receipt has it: read and compared now. */
export function isPrevious(share: OpenShare, path: string, previous: CopyOnShare): boolean {
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
  share: OpenShare,
  partialPath: string,
  path: string,
  previous: CopyOnShare,
): 'taken' | 'renamed' {
  if (!isPrevious(share, path, previous)) return 'taken';
  share.fs.renameSync(partialPath, path);
  return 'renamed';
}
