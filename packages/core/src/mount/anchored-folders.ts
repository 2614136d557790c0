import { posix } from 'node:path';
import { errnoName } from '../errors/errno.js';
import { closeQuietly } from './close-quietly.js';
import type { FileSystem } from './file-system.js';
import { flush } from './flush.js';
import { folderIdentity } from './folder-identity.js';
import { folderTaken } from './folder-taken.js';
import type { Folder, Folders } from './folders.js';
import { makeFolder } from './make-folder.js';

interface AnchoredFolder extends Folder {
  readonly fd: number;
}

/**
 * Folders by descriptor, on Linux: `/proc/self/fd/<folder>/<name>` does what `openat` does elsewhere. Every part of
 * the way is opened without following links, so a link swapped in below the root leads nobody out, and an unmount in
 * mid-run cannot turn a path into a folder of the local disk.
 *
 * @param maxOpenFolders enough for the way to one folder; 32 do for the folders of some months, and those above them.
 */
export function anchoredFolders(fs: FileSystem, rootPath: string, maxOpenFolders = 32): Folders {
  const { O_RDONLY, O_DIRECTORY = 0, O_NOFOLLOW = 0 } = fs.constants;
  // The root is the user's word: it may be a link, as any mount point named in a configuration.
  const root = anchoredFolder(fs, fs.openSync(rootPath, O_RDONLY | O_DIRECTORY), false);
  const open = new Map<string, AnchoredFolder>();

  function openFolder(place: string, path: string): number {
    try {
      return fs.openSync(place, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    } catch (error) {
      const name = errnoName(error);
      if (name === 'ENOTDIR' || name === 'ELOOP') throw folderTaken(path, name, error);
      throw error;
    }
  }

  function reach(path: string, make: boolean): AnchoredFolder {
    if (path === '.' || path === '') return root;
    const known = open.get(path);
    if (known !== undefined) {
      // To the end of the map: the least recently used stands first.
      open.delete(path);
      open.set(path, known);
      return known;
    }
    const place = reach(posix.dirname(path), make).at(posix.basename(path));
    const made = make && makeFolder(fs, place);
    const folder = anchoredFolder(fs, openFolder(place, path), made);
    open.set(path, folder);
    for (const [oldest, { fd }] of open) {
      if (open.size <= maxOpenFolders) break;
      open.delete(oldest);
      closeQuietly(fs, fd);
    }
    return folder;
  }

  return {
    root,
    enter: (path) => reach(path, true),
    find: (path) => reach(path, false),
    forget(path) {
      for (let at = path; at !== '.'; at = posix.dirname(at)) {
        const folder = open.get(at);
        if (folder === undefined) continue;
        open.delete(at);
        closeQuietly(fs, folder.fd);
      }
    },
    close() {
      for (const { fd } of open.values()) closeQuietly(fs, fd);
      open.clear();
      closeQuietly(fs, root.fd);
    },
  };
}

/** @param made just now: there is nothing in it to list. */
function anchoredFolder(fs: FileSystem, fd: number, made: boolean): AnchoredFolder {
  const path = `/proc/self/fd/${fd}`;
  let untouched = made;
  return {
    fd,
    at: (name) => `${path}/${name}`,
    inode: () => folderIdentity(fs.fstatSync(fd, { bigint: true })),
    list() {
      const names = untouched ? [] : fs.readdirSync(path);
      untouched = false;
      return names;
    },
    entries: () => fs.readdirSync(path, { withFileTypes: true }),
    sync: () => flush(fs, fd),
  };
}
