import type { BigIntStats } from 'node:fs';
import { posix, resolve } from 'node:path';
import { errnoName } from '../errors/errno.js';
import { SyncError } from '../errors/sync-error.js';
import type { RemoveOutcome, RemoveRequest } from '../mirror.js';
import { isSafeKey, isSafePath } from '../plan/safe-path.js';
import { isSameFile, lookUp } from './existing.js';
import type { FileSystem } from './file-system.js';
import { readHeld } from './held-copy.js';
import type { OpenShare } from './open-share.js';
import { findFolder } from './reach-folder.js';
import { removeEmptyFolders } from './remove-empty-folders.js';
import { moveToTrash, syncTrash } from './trash.js';

/** Takes one copy away; see `Mirror.remove`. What a killed process began, the next call brings to its end. */
export function removeCopy(share: OpenShare, request: RemoveRequest): RemoveOutcome {
  const { copy, trash } = request;
  if (!isSafeKey(copy.key) || (trash !== undefined && !isSafePath(trash))) {
    throw new SyncError('COPY_REFUSED', { params: { error: 'EINVAL' } });
  }
  const directory = posix.dirname(copy.key);
  const state = takeAway(share, directory, request);
  if (state === 'removed' || state === 'absent') {
    // Also where nothing was there: who removed it may have been stopped before it was durable.
    if (trash !== undefined && state === 'absent') syncTrash(share, copy.key, trash);
    removeEmptyFolders(share.fs, share.tree.folders, directory).sync();
    share.forget(directory);
  }
  // All this was done on the share, not on a bare mount point.
  share.recheck();
  return state;
}

function takeAway(share: OpenShare, directory: string, request: RemoveRequest): RemoveOutcome {
  const { copy, trash, whatever = false } = request;
  const { fs, tree } = share;
  // By the way from the root: a folder that was moved away is not touched where it is now.
  share.forget(directory);
  const folder = findFolder(tree.folders, directory);
  const name = posix.basename(copy.key);
  const stats = folder && lookUp(fs, folder.at(name));
  if (folder === undefined || stats === undefined) return 'absent';
  share.assertOnShare(stats.dev);
  if (mayBeSource(share, request, stats)) return 'source';
  if (trash === undefined || !whatever) {
    const held = readHeld(fs, folder.at(name), copy, share.buffer);
    if (held.state !== 'right') return held.state === 'missing' ? 'absent' : 'changed';
    share.assertOnShare(held.device);
  }
  if (trash !== undefined) moveToTrash(share, copy.key, trash);
  else fs.unlinkSync(tree.folders.find(directory).at(name));
  return 'removed';
}

/** Whether a row may have no other file than this: it lies in a source folder, or is what the document's own row names. */
function mayBeSource(
  { fs, overlaps }: OpenShare,
  { copy, sourceRoots = [], source }: RemoveRequest,
  copyStats: BigIntStats,
): boolean {
  if (overlaps.now().rootAround(sourceRoots, copy.key) !== undefined) return true;
  if (!source || source.includes('\0')) return false;
  return sourceRoots.some((root) => {
    const stats = lookUpSource(fs, resolve(root, source));
    return stats !== undefined && isSameFile(stats, copyStats);
  });
}

/** Through links: whatever the row's path leads to. */
function lookUpSource(fs: FileSystem, path: string): BigIntStats | undefined {
  try {
    return fs.statSync(path, { bigint: true });
  } catch (error) {
    if (errnoName(error) === undefined) throw error;
    return undefined;
  }
}
