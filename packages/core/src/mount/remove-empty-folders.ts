import { posix } from 'node:path';
import { shareError } from './classify.js';
import type { FileSystem } from './file-system.js';
import type { Folder, Folders } from './folders.js';
import { findFolder } from './reach-folder.js';

/**
 * Removes a folder and those above it as long as they are empty, and never the root. One that cannot be removed is left.
 * Returns the first that stands: flushing it makes all of this durable, and what was removed in these folders before.
 */
export function removeEmptyFolders(fs: FileSystem, folders: Folders, directory: string): Folder {
  for (let at = directory; at !== '.'; at = posix.dirname(at)) {
    folders.forget(at);
    const parent = findFolder(folders, posix.dirname(at));
    if (parent === undefined) continue;
    try {
      fs.rmdirSync(parent.at(posix.basename(at)));
    } catch (error) {
      if (shareError(error).scope === 'run') throw error;
      const standing = findFolder(folders, at);
      if (standing !== undefined) return standing;
    }
  }
  return folders.root;
}
