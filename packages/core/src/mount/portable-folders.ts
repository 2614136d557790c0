import { join, posix } from 'node:path';
import { errnoName } from '../errors/errno.js';
import { closeQuietly } from './close-quietly.js';
import type { FileSystem } from './file-system.js';
import { flush } from './flush.js';
import { folderIdentity } from './folder-identity.js';
import { folderTaken } from './folder-taken.js';
import type { Folder, Folders } from './folders.js';
import { makeFolder } from './make-folder.js';

/**
 * Folders by path, where there is no `/proc/self/fd` (macOS, Windows): each part of the way is looked at on every
 * entry and must be a folder, not a link. Between the look and the use a link could still be swapped in.
 */
export function portableFolders(fs: FileSystem, rootPath: string): Folders {
  function reach(path: string, make: boolean): Folder {
    let place = rootPath;
    let reached = '';
    for (const part of path.split('/')) {
      place = join(place, part);
      reached = posix.join(reached, part);
      if (make) makeFolder(fs, place);
      if (!fs.lstatSync(place, { bigint: true }).isDirectory()) throw folderTaken(reached);
    }
    return portableFolder(fs, place);
  }
  // Throws where the root is missing, as opening it would.
  fs.statSync(rootPath, { bigint: true });
  return {
    root: portableFolder(fs, rootPath),
    enter: (path) => reach(path, true),
    find: (path) => reach(path, false),
    forget: () => undefined,
    close: () => undefined,
  };
}

function portableFolder(fs: FileSystem, path: string): Folder {
  return {
    at: (name) => join(path, name),
    inode: () => folderIdentity(fs.statSync(path, { bigint: true })),
    list: () => fs.readdirSync(path),
    entries: () => fs.readdirSync(path, { withFileTypes: true }),
    sync() {
      let fd: number;
      try {
        fd = fs.openSync(path, fs.constants.O_RDONLY);
      } catch (error) {
        // Windows opens no folders, and has no fsync for them.
        const name = errnoName(error);
        if (process.platform === 'win32' && (name === 'EISDIR' || name === 'EPERM')) return;
        throw error;
      }
      try {
        flush(fs, fd);
      } finally {
        closeQuietly(fs, fd);
      }
    },
  };
}
