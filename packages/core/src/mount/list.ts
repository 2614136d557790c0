import { errnoName } from '../errors/errno.js';
import type { ListRequest } from '../mirror.js';
import { isNobodys } from '../plan/nobodys-names.js';
import { ownFolder } from '../plan/safe-path.js';
import type { DirectoryEntry } from './file-system.js';
import type { Folders } from './folders.js';
import { isAbandoned } from './listing.js';
import type { OpenShare } from './open-share.js';
import { ownPlace } from './own-file.js';
import { findFolder } from './reach-folder.js';
import type { RestingWalk } from './resting-walk.js';

/** Names that were read so long ago are read again. */
const freshMs = 30_000;

/**
 * Keys of the files on the share after `after`; see `Mirror.list`. In each folder the names come in the order of their
 * UTF-16 code units, and what is in a folder in its place; so a walk can go on anywhere. One list of names for each level
 * is held in memory.
 */
export function listKeys(share: OpenShare, { own, after, limit }: ListRequest): string[] {
  const walk = restingWalk(share, own, after) ?? beginWalk(share, own, after);
  share.restingWalk = undefined;
  const keys: string[] = [];
  while (keys.length < limit) {
    const next = walk.keys.next();
    if (next.done) break;
    keys.push(own === undefined ? next.value : next.value.slice(ownFolder.length + 1));
  }
  const last = keys.at(-1);
  if (last !== undefined) share.restingWalk = { ...walk, after: last };
  // An empty list is one of the share, not of a bare mount point.
  share.recheck();
  return keys;
}

function restingWalk(share: OpenShare, own: string | undefined, after: string | undefined): RestingWalk | undefined {
  const resting = share.restingWalk;
  if (resting === undefined || resting.own !== own || resting.after !== after) return undefined;
  return share.now() - resting.begunMs < freshMs ? resting : undefined;
}

function beginWalk(share: OpenShare, own: string | undefined, after: string | undefined): RestingWalk {
  const top = own === undefined ? '' : ownFolderOf(own);
  const behind = own === undefined ? after : after?.slice(own.length + 1);
  return { own, after: after ?? '', begunMs: share.now(), keys: walk(share, top, behind?.split('/') ?? []) };
}

function ownFolderOf(name: string): string {
  const place = ownPlace(name);
  return `${place.directory}/${place.name}`;
}

/** @param after parts of the key, below this folder, that the walk goes on after; none: from the beginning. */
function* walk(share: OpenShare, path: string, [first, ...rest]: readonly string[]): Generator<string, void, void> {
  const entries = entriesOf(share.tree.folders, path === '' ? '.' : path).map(
    (entry) => [entry.name, entry.isDirectory()] as const,
  );
  for (const [name, isFolder] of entries.sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (first !== undefined && name < first) continue;
    if (path === '' && name === ownFolder) continue;
    const key = path === '' ? name : `${path}/${name}`;
    const abandoned = !isFolder && isAbandoned(name, share.now());
    if (isNobodys(name) && !abandoned) continue;
    if (isFolder) yield* walk(share, key, name === first ? rest : []);
    else if (name !== first) {
      if (abandoned) share.sweep(path === '' ? '.' : path, name);
      yield key;
    }
  }
}

function entriesOf(folders: Folders, path: string): DirectoryEntry[] {
  // By the way from the root: folders come and go while the walk goes on.
  folders.forget(path);
  try {
    return findFolder(folders, path)?.entries() ?? [];
  } catch (error) {
    // A folder of somebody else that we may not look into, such as a bin of the system; not the root.
    const name = errnoName(error);
    if (path !== '.' && (name === 'EACCES' || name === 'EPERM')) return [];
    throw error;
  }
}
