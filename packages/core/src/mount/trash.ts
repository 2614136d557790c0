import { randomBytes } from 'node:crypto';
import { posix } from 'node:path';
import { SyncError } from '../errors/sync-error.js';
import { withSuffix } from '../plan/safe-name.js';
import { ownFolder } from '../plan/safe-path.js';
import { syncUpwards } from './durable-folders.js';
import { lookUp } from './existing.js';
import type { OpenShare } from './open-share.js';
import { publish } from './publish.js';
import { findFolder } from './reach-folder.js';

/**
 * What was thrown away on the same day under the same key stays there. So many names are counted up, and tried in their
 * order; then come names by chance, so that there is always one more.
 */
const countedNames = 20;
const maxTries = countedNames + 20;

/**
 * Moves a file to the trash, never over another. It has both names until the new one is durable, so a crash in between
 * loses nothing. Where there are no hard links it is renamed, which only a file system without a journal can lose by halves.
 */
export function moveToTrash(share: OpenShare, key: string, trash: string): void {
  const { fs, tree } = share;
  const directory = posix.dirname(key);
  const name = posix.basename(key);
  const trashDirectory = trashFolder(key, trash);
  for (let n = 1; n <= maxTries; n++) {
    tree.folders.enter(trashDirectory);
    const from = tree.folders.find(directory).at(name);
    // Once more: finding the other may have let go of it.
    const to = tree.folders.enter(trashDirectory).at(trashName(name, n));
    const stats = fs.lstatSync(from, { bigint: true });
    const isThis = (path: string) => {
      const there = lookUp(fs, path);
      return there?.ino === stats.ino && there.dev === stats.dev;
    };
    // What is refused for a folder, or for a file of another user, says nothing of our own files.
    const ways = { hardLinks: share.ways.hardLinks && stats.isFile() };
    const outcome = publish(fs, from, to, ways);
    // Taken by this very file: linked before, by a process that was stopped.
    if (outcome === 'taken' && !isThis(to)) continue;
    syncUpwards(tree.folders, trashDirectory);
    if (outcome === 'renamed') return;
    const old = tree.folders.find(directory).at(name);
    // A file that somebody else has put there meanwhile is not this one.
    if (isThis(old)) fs.unlinkSync(old);
    return;
  }
  throw new SyncError('COPY_NAME_TAKEN');
}

/** Makes durable what is in the trash of this key. Nothing to do where there is none. */
export function syncTrash({ tree }: OpenShare, key: string, trash: string): void {
  const directory = trashFolder(key, trash);
  if (findFolder(tree.folders, directory) !== undefined) syncUpwards(tree.folders, directory);
}

function trashName(name: string, n: number): string {
  if (n === 1) return name;
  return withSuffix(name, n <= countedNames ? `-${n}` : `-${randomBytes(6).toString('hex')}`);
}

function trashFolder(key: string, trash: string): string {
  return posix.join(ownFolder, 'trash', trash, posix.dirname(key));
}
