import { SyncError } from '../errors/sync-error.js';

/** Something that is no folder, perhaps a link to one, has the name of a folder of the share. */
export function folderTaken(path: string, error = 'ENOTDIR', cause?: unknown): SyncError {
  return new SyncError('COPY_FOLDER_TAKEN', { params: { path, error }, cause });
}
