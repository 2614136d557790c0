import { posix } from 'node:path';
import { byFolder } from './by-folder.js';
import type { Folders } from './folders.js';
import { markerFolder } from './marker.js';
import type { OpenShare } from './open-share.js';

/** Inode of each folder whose own name, up to the root, is known to be durable. */
export type DurableFolders = Map<string, bigint>;

/** Bounds the memory; a folder forgotten is flushed with its parents once more. */
const maxRemembered = 1_000;

/**
 * Makes the names of these copies durable, and those of the folders they are in: who made a folder does not matter,
 * it may have been another thread, instance or a run that was killed. Then reads the marker again, by its full path.
 */
export function confirmKeys(share: OpenShare, keys: readonly string[], durable: DurableFolders): void {
  const { fs, tree } = share;
  const { folders } = tree;
  for (const [directory, inFolder] of byFolder(keys, (key) => key)) {
    // By the way from the root: a folder that was moved away under the run must not be confirmed where it is now.
    folders.forget(directory);
    const folder = folders.find(directory);
    for (const key of inFolder) fs.lstatSync(folder.at(posix.basename(key)), { bigint: true });
    folder.sync();
    const inode = folder.inode();
    if (durable.get(directory) === inode) continue;
    for (let parent = posix.dirname(directory); parent !== '.'; parent = posix.dirname(parent)) {
      folders.find(parent).sync();
    }
    folders.root.sync();
    remember(durable, directory, inode);
  }
  share.recheck();
  // The reading comes last, whatever came before it.
  if (flushMarkerFolder(folders, durable)) share.recheck();
}

/**
 * Once: who wrote the marker may have been killed before it was durable, and without it marked rows would make the next
 * run refuse the share. False where there was nothing to do.
 */
function flushMarkerFolder(folders: Folders, durable: DurableFolders): boolean {
  const folder = folders.find(markerFolder);
  const inode = folder.inode();
  if (durable.get(markerFolder) === inode) return false;
  folder.sync();
  folders.root.sync();
  remember(durable, markerFolder, inode);
  return true;
}

function remember(durable: DurableFolders, directory: string, inode: bigint): void {
  if (durable.size >= maxRemembered) durable.clear();
  durable.set(directory, inode);
}
