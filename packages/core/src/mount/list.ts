import { errnoName } from '../errors/errno.js';
import type { ListRequest } from '../mirror.js';
import { isNobodys } from '../plan/nobodys-names.js';
import { ownFolder } from '../plan/safe-path.js';
import type { DirectoryEntry } from './file-system.js';
import type { Folders } from './folders.js';
import type { OpenShare } from './open-share.js';
import { ownPlace } from './own-file.js';
import { findFolder } from './reach-folder.js';

/**
 * Keys of the files on the share after `after`; see `Mirror.list`. In each folder the names come in the order of their
 * UTF-16 code units, and what is in a folder in its place; so a walk can go on anywhere. One list of names for each level
 * is held in memory.
 */
export function listKeys(share: OpenShare, { own, after, limit }: ListRequest): string[] {
  const top = own === undefined ? '' : ownFolderOf(own);
  const behind = own === undefined ? after : after?.slice(own.length + 1);
  const keys: string[] = [];
  if (limit > 0) {
    for (const key of walk(share.tree.folders, top, behind?.split('/') ?? [])) {
      keys.push(own === undefined ? key : key.slice(ownFolder.length + 1));
      if (keys.length >= limit) break;
    }
  }
  // An empty list is one of the share, not of a bare mount point.
  share.recheck();
  return keys;
}

function ownFolderOf(name: string): string {
  const place = ownPlace(name);
  return `${place.directory}/${place.name}`;
}

/** @param after parts of the key, below this folder, that the walk goes on after; none: from the beginning. */
function* walk(folders: Folders, path: string, [first, ...rest]: readonly string[]): Generator<string, void, void> {
  const entries = entriesOf(folders, path === '' ? '.' : path).map(
    (entry) => [entry.name, entry.isDirectory()] as const,
  );
  for (const [name, isFolder] of entries.sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (first !== undefined && name < first) continue;
    if (isNobodys(name) || (path === '' && name === ownFolder)) continue;
    const key = path === '' ? name : `${path}/${name}`;
    if (isFolder) yield* walk(folders, key, name === first ? rest : []);
    else if (name !== first) yield key;
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
