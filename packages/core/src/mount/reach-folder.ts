import { errnoName } from '../errors/errno.js';
import { isSyncError } from '../errors/sync-error.js';
import type { Folder, Folders } from './folders.js';

/** A folder that may be there or not: undefined where it is missing, or where something on the way is no folder. */
export function findFolder(folders: Folders, path: string): Folder | undefined {
  try {
    return folders.find(path);
  } catch (error) {
    const name = isSyncError(error) ? error.params.error : errnoName(error);
    if (name === 'ENOENT' || name === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** Enters a folder, making what is missing. Who removes emptied folders may do so in the midst of it: then once more. */
export function enterFolder(folders: Folders, path: string): Folder {
  try {
    return folders.enter(path);
  } catch (error) {
    if (errnoName(error) !== 'ENOENT') throw error;
    folders.forget(path);
    return folders.enter(path);
  }
}
