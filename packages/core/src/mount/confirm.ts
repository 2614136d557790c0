import { posix } from 'node:path';
import { byFolder } from './by-folder.js';
import type { FileSystem } from './file-system.js';
import type { Folder, Folders } from './folders.js';
import { markerFolder } from './marker.js';
import type { OpenShare } from './open-share.js';

/** What is known of a folder whose own name, up to the root, is durable. */
export interface DurableFolder {
  readonly inode: bigint;
  /** Names in it when they were last listed; 0 where they never were. */
  readonly names: number;
}

/** By their paths. */
export type DurableFolders = Map<string, DurableFolder>;

/** Bounds the memory; a folder forgotten is flushed with its parents once more. */
const maxRemembered = 1_000;

/** What it costs to list a folder, in names looked up one by one: to begin with, and names listed for one looked up. */
const listCost = 5;
const namesPerCost = 30;

/**
 * Makes the names of these copies durable, and those of the folders they are in: who made a folder does not matter,
 * it may have been another thread, instance or a run that was killed. Then reads the marker again, by its full path.
 */
export function confirmKeys(share: OpenShare, keys: readonly string[], durable: DurableFolders): void {
  const { fs, tree } = share;
  const { folders } = tree;
  const inFolders = byFolder(keys, (key) => key);
  // By the way from the root: a folder that was moved away under the run must not be confirmed where it is now.
  for (const directory of inFolders.keys()) folders.forget(directory);
  const fresh: string[] = [];
  const seen: DurableFolders = new Map();
  for (const [directory, inFolder] of inFolders) {
    const folder = folders.find(directory);
    const known = durable.get(directory);
    const names = assertThere(fs, folder, inFolder, known?.names ?? 0);
    folder.sync();
    const inode = folder.inode();
    seen.set(directory, { inode, names });
    if (known?.inode !== inode) fresh.push(directory);
  }
  if (fresh.length > 0) flushParents(folders, fresh);
  for (const [directory, folder] of seen) remember(durable, directory, folder);
  share.recheck();
  // The reading comes last, whatever came before it.
  if (flushMarkerFolder(folders, durable)) share.recheck();
}

/** Throws `ENOENT` unless all these copies stand in the folder. Returns how many names it is known to have. */
function assertThere(fs: FileSystem, folder: Folder, keys: readonly string[], names: number): number {
  const list = keys.length > listCost + names / namesPerCost ? folder.list() : undefined;
  const listed = new Set(list);
  for (const key of keys) {
    const name = posix.basename(key);
    // A share may list a name in another Unicode form.
    if (!listed.has(name)) fs.lstatSync(folder.at(name), { bigint: true });
  }
  return list?.length ?? names;
}

/** Makes the names of these folders durable, up to the root. */
function flushParents(folders: Folders, directories: readonly string[]): void {
  const parents = new Set<string>();
  for (const directory of directories) {
    for (let parent = posix.dirname(directory); parent !== '.'; parent = posix.dirname(parent)) parents.add(parent);
  }
  for (const parent of parents) folders.find(parent).sync();
  folders.root.sync();
}

/**
 * Once: who wrote the marker may have been killed before it was durable, and without it marked rows would make the next
 * run refuse the share. False where there was nothing to do.
 */
function flushMarkerFolder(folders: Folders, durable: DurableFolders): boolean {
  const folder = folders.find(markerFolder);
  const inode = folder.inode();
  if (durable.get(markerFolder)?.inode === inode) return false;
  folder.sync();
  folders.root.sync();
  remember(durable, markerFolder, { inode, names: 0 });
  return true;
}

function remember(durable: DurableFolders, directory: string, folder: DurableFolder): void {
  if (durable.size >= maxRemembered && !durable.has(directory)) durable.clear();
  durable.set(directory, folder);
}
