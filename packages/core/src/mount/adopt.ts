import { randomUUID } from 'node:crypto';
import { errnoName } from '../errors/errno.js';
import { SyncError } from '../errors/sync-error.js';
import type { AdoptRequest, Marker } from '../mirror.js';
import { missingFolders } from '../plan/pinned-folders.js';
import type { FileSystem } from './file-system.js';
import type { Folder, Folders } from './folders.js';
import { type FoundMarker, formatMarker, markerFolder, markerName, readMarker } from './marker.js';
import { createPartial, partialNames } from './partial.js';
import { publish } from './publish.js';
import type { ShareSettings } from './share-settings.js';
import { openFolders } from './tree.js';
import { unusableAfter } from './unusable.js';
import { writeWhole } from './write-whole.js';

/** Writes the marker into a root without one, or adds the folders it does not know; see `Mirror.adopt`. */
export function adoptRoot(settings: ShareSettings, request: AdoptRequest): Marker {
  try {
    return adopted(settings, request);
  } catch (error) {
    // No document is concerned: whatever failed is the share's.
    const { code, params } = unusableAfter(error, settings.path);
    throw new SyncError(code, { scope: 'run', params, cause: error });
  }
}

function adopted(settings: ShareSettings, request: AdoptRequest): Marker {
  const wanted = request.folders;
  const { fs, path, anchored } = settings;
  const folders = openFolders(fs, path, anchored);
  try {
    const standing = readMarker(fs, folders);
    const found = standing?.marker;
    if (request.extendId !== undefined && found?.id !== request.extendId) {
      throw new SyncError(found === undefined ? 'MIRROR_LOST' : 'MIRROR_OTHER_SHARE', { scope: 'run' });
    }
    if (found === undefined) {
      const marker = {
        id: request.mirrorId ?? randomUUID(),
        createdAt: new Date(settings.now()).toISOString(),
        folders: wanted,
      };
      writeMarker(settings, folders, marker, undefined);
    } else {
      const missing = missingFolders(found.folders, wanted);
      if (Object.keys(missing).length === 0) return found;
      const extended = { ...found, folders: { ...found.folders, ...missing } };
      writeMarker(settings, folders, extended, standing);
    }
    // Read back: what counts is what stands there, ours or that of an instance that was faster.
    const written = readMarker(fs, folders)?.marker;
    if (written === undefined) throw new SyncError('MIRROR_LOST', { scope: 'run' });
    return written;
  } finally {
    folders.close();
  }
}

/** @param replaces the marker that stands there; undefined: none does, and none is to be replaced. */
function writeMarker(
  settings: ShareSettings,
  folders: Folders,
  marker: Marker,
  replaces: FoundMarker | undefined,
): void {
  const { fs, now } = settings;
  const folder = folders.enter(markerFolder);
  const name = partialNames(now)();
  // Readable to all: instances that run as other users must know the share too.
  const fd = createPartial(fs, folder.at(name), 0o644);
  try {
    const { dev } = writeWhole(fs, fd, Buffer.from(formatMarker(marker, replaces?.content)));
    // Unmounted since: with a marker, the bare mount point would pass for the share.
    if (replaces !== undefined && dev !== replaces.device) throw new SyncError('MIRROR_LOST', { scope: 'run' });
    if (replaces !== undefined) fs.renameSync(folder.at(name), folder.at(markerName));
    else publish(fs, folder.at(name), folder.at(markerName), { hardLinks: true });
  } finally {
    removeIfThere(fs, folder, name);
  }
  folder.sync();
  folders.root.sync();
}

function removeIfThere(fs: FileSystem, folder: Folder, name: string): void {
  try {
    fs.unlinkSync(folder.at(name));
  } catch (error) {
    if (errnoName(error) !== 'ENOENT') throw error;
  }
}
