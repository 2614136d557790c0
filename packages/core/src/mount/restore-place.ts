import { posix, relative, resolve, sep } from 'node:path';
import { errnoName } from '../errors/errno.js';
import { SyncError } from '../errors/sync-error.js';
import { isSafePath } from '../plan/safe-path.js';
import type { FileSystem } from './file-system.js';
import type { Folders } from './folders.js';
import { openFolders } from './tree.js';

/** A folder of the local disk to restore into, entered by the way from the folder that was named. */
export interface RestorePlace {
  readonly folders: Folders;
  /** Where the folder of the file is, or will be once it is made. */
  readonly realFolder: string;
  /** POSIX path below the root, free of links. */
  readonly directory: string;
  readonly name: string;
}

/**
 * Finds where a file is to be restored to. Links on the way are followed as far as they stay inside `root`; after that each
 * folder is entered without following any, so none that is swapped in leads out.
 */
export function openRestorePlace(fs: FileSystem, anchored: boolean, root: string, path: string): RestorePlace {
  if (!isSafePath(path)) throw new SyncError('RESTORE_TARGET_OUTSIDE');
  const realRoot = fs.realpathSync(root);
  const directory = realDirectory(fs, realRoot, posix.dirname(path));
  const folders = openFolders(fs, realRoot, anchored);
  return { folders, realFolder: resolve(realRoot, directory), directory, name: posix.basename(path) };
}

function realDirectory(fs: FileSystem, realRoot: string, directory: string): string {
  let missing = '.';
  for (let at = directory; at !== '.'; at = posix.dirname(at)) {
    const real = realPathOf(fs, posix.join(realRoot, at));
    if (real === undefined) {
      missing = posix.join(posix.basename(at), missing);
      continue;
    }
    const way = relative(realRoot, real).split(sep).join('/');
    if (way !== '' && !isSafePath(way)) throw new SyncError('RESTORE_TARGET_OUTSIDE');
    return posix.join(way, missing);
  }
  return posix.join('.', missing);
}

/** Undefined where nothing stands, or a link that leads to nothing. */
function realPathOf(fs: FileSystem, path: string): string | undefined {
  try {
    return fs.realpathSync(path);
  } catch (error) {
    if (errnoName(error) === 'ENOENT') return undefined;
    throw error;
  }
}
