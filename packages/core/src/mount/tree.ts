import { SyncError } from '../errors/sync-error.js';
import { anchoredFolders } from './anchored-folders.js';
import type { FileSystem } from './file-system.js';
import type { Folders } from './folders.js';
import { readMarker } from './marker.js';
import { portableFolders } from './portable-folders.js';

/** The share, opened and found to be the expected one. */
export interface Tree {
  /** Null: a root without marker, to plan for. */
  readonly mirrorId: string | null;
  /** Device of the marker (of the root, where there is none). Whatever lies on another one is not on the share. */
  readonly device: bigint;
  readonly folders: Folders;
}

export function openFolders(fs: FileSystem, rootPath: string, anchored: boolean, maxOpenFolders?: number): Folders {
  return anchored ? anchoredFolders(fs, rootPath, maxOpenFolders) : portableFolders(fs, rootPath);
}

/**
 * Opens the root and checks the marker, of which there must be none where `mirrorId` is null. Throws `MIRROR_LOST` where it
 * is gone, `MIRROR_OTHER_SHARE` where it is another's.
 */
export function openTree(
  fs: FileSystem,
  rootPath: string,
  anchored: boolean,
  mirrorId: string | null,
  maxOpenFolders?: number,
): Tree {
  const folders = openFolders(fs, rootPath, anchored, maxOpenFolders);
  try {
    const found = readMarker(fs, folders);
    if (found === undefined && mirrorId !== null) throw new SyncError('MIRROR_LOST', { scope: 'run' });
    if (found !== undefined && found.marker.id !== mirrorId)
      throw new SyncError('MIRROR_OTHER_SHARE', { scope: 'run' });
    return { mirrorId, device: found?.device ?? fs.statSync(rootPath, { bigint: true }).dev, folders };
  } catch (error) {
    folders.close();
    throw error;
  }
}

/** Reads the marker of an opened tree again, by the path the user named: is the share still mounted there? */
export function recheckTree(fs: FileSystem, rootPath: string, anchored: boolean, tree: Tree): void {
  const fresh = openTree(fs, rootPath, anchored, tree.mirrorId);
  fresh.folders.close();
  if (fresh.device !== tree.device) throw new SyncError('MIRROR_LOST', { scope: 'run' });
}
