import { posix } from 'node:path';
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
  const { folders } = share.tree;
  for (const directory of new Set(keys.map((key) => posix.dirname(key)))) {
    const folder = folders.find(directory);
    folder.sync();
    const inode = folder.inode();
    if (durable.get(directory) === inode) continue;
    for (let parent = posix.dirname(directory); parent !== '.'; parent = posix.dirname(parent)) {
      folders.find(parent).sync();
    }
    folders.root.sync();
    if (durable.size >= maxRemembered) durable.clear();
    durable.set(directory, inode);
  }
  share.recheck();
}
