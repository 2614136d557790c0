import { posix } from 'node:path';
import type { Inspection, InspectRequest, VerifyLevel } from '../mirror.js';
import { isSafeKey } from '../plan/safe-path.js';
import type { CopyOnShare } from '../receipt.js';
import { byFolder } from './by-folder.js';
import { shareError } from './classify.js';
import { lookUp } from './existing.js';
import type { Folder } from './folders.js';
import { readHeld } from './held-copy.js';
import type { OpenShare } from './open-share.js';
import { findFolder } from './reach-folder.js';

/** Looks at copies, folder by folder; see `Mirror.inspect`. What is found missing is so on the share, not on a bare mount point. */
export function inspectCopies(share: OpenShare, { copies, level, sourceRoots = [] }: InspectRequest): Inspection[] {
  const overlap = share.overlaps.now();
  const inspections = new Map<CopyOnShare, Inspection>();
  const known = copies.filter(({ key }) => isSafeKey(key));
  for (const [directory, inFolder] of byFolder(known, ({ key }) => key)) {
    // By the way from the root: a folder that was moved away is not looked at where it is now.
    share.tree.folders.forget(directory);
    for (const copy of inFolder) {
      const inSources = overlap.rootAround(sourceRoots, copy.key) !== undefined;
      inspections.set(copy, { ...inspectCopy(share, directory, copy, level), ...(inSources && { inSources }) });
    }
  }
  share.recheck();
  return copies.map((copy) => inspections.get(copy) ?? { state: 'unreadable', error: 'EINVAL' });
}

/** What cannot be read is looked at once more, when it is known that the share is still there. */
function inspectCopy(share: OpenShare, directory: string, copy: CopyOnShare, level: VerifyLevel): Inspection {
  const look = () => lookAt(share, findFolder(share.tree.folders, directory), copy, level);
  try {
    return look();
  } catch (error) {
    if (shareError(error).scope === 'run') throw error;
  }
  share.tree.folders.forget(directory);
  share.recheck();
  try {
    return look();
  } catch (error) {
    const { scope, code, params } = shareError(error);
    if (scope === 'run' || code === 'INTERNAL_ERROR' || code === 'SYSTEM_LIMIT_REACHED') throw error;
    return { state: 'unreadable', error: params.error ?? code };
  }
}

function lookAt(share: OpenShare, folder: Folder | undefined, copy: CopyOnShare, level: VerifyLevel): Inspection {
  if (folder === undefined) return { state: 'missing' };
  const { fs } = share;
  const path = folder.at(posix.basename(copy.key));
  if (level === 'checksum') {
    const held = readHeld(fs, path, copy, share.buffer);
    if (held.state === 'right') share.assertOnShare(held.device);
    return { state: held.state };
  }
  const stats = lookUp(fs, path);
  if (stats === undefined) return { state: 'missing' };
  share.assertOnShare(stats.dev);
  const right = stats.isFile() && (level === 'presence' || stats.size === BigInt(copy.size));
  return { state: right ? 'right' : 'changed' };
}
