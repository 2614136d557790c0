import { posix } from 'node:path';
import { errnoName } from '../errors/errno.js';
import { SyncError } from '../errors/sync-error.js';
import type { RestoreRequest } from '../mirror.js';
import { isSafeKey } from '../plan/safe-path.js';
import type { CopyOnShare } from '../receipt.js';
import { closeQuietly } from './close-quietly.js';
import { syncUpwards } from './durable-folders.js';
import { compareExisting, lookUp } from './existing.js';
import { sweepFolder } from './listing.js';
import { onDisk } from './on-disk.js';
import type { OpenShare } from './open-share.js';
import { publish } from './publish.js';
import { enterFolder, findFolder } from './reach-folder.js';
import { fillRestored } from './restore-fill.js';
import { openRestorePlace, type RestorePlace } from './restore-place.js';
import type { OpenFile } from './source.js';

/** Brings one copy back to the local disk; see `Mirror.restore`. */
export function restoreCopy(share: OpenShare, request: RestoreRequest): 'restored' | 'present' {
  const place = onDisk(() => openRestorePlace(share.fs, share.anchored, request.root, request.path));
  try {
    // Before anything is looked at: even what a killed restore left behind is not removed there.
    if (share.overlaps.now().holds(place.realFolder)) throw new SyncError('RESTORE_TARGET_INSIDE_MIRROR');
    return restoreTo(share, place, request);
  } finally {
    place.folders.close();
  }
}

function restoreTo(share: OpenShare, place: RestorePlace, { copy, overwrite }: RestoreRequest): 'restored' | 'present' {
  const { folders, directory } = place;
  const standing = onDisk(() => whatStands(share, place, copy));
  if (standing === 'other' || (standing === 'different' && !overwrite)) throw new SyncError('RESTORE_TARGET_TAKEN');
  if (standing !== 'identical') {
    const source = openCopy(share, copy);
    try {
      bring(share, source, place, copy, standing === 'different');
    } finally {
      closeQuietly(share.fs, source.fd);
    }
  }
  // Also where it was there: who brought it may have been stopped before it was durable.
  onDisk(() => syncUpwards(folders, directory));
  return standing === 'identical' ? 'present' : 'restored';
}

/** `other`: something that is no file, and so is never replaced. */
function whatStands(
  { fs, buffer, now }: OpenShare,
  { folders, directory, name }: RestorePlace,
  { size, checksum }: CopyOnShare,
): 'absent' | 'identical' | 'different' | 'other' {
  const folder = findFolder(folders, directory);
  if (folder === undefined) return 'absent';
  sweepFolder(fs, folder, now());
  const path = folder.at(name);
  const stats = lookUp(fs, path);
  if (stats === undefined) return 'absent';
  if (!stats.isFile()) return 'other';
  return compareExisting(fs, path, BigInt(size), () => checksum, buffer).state;
}

function bring(share: OpenShare, source: OpenFile, place: RestorePlace, copy: CopyOnShare, replaces: boolean): void {
  const { fs } = share;
  const folder = onDisk(() => enterFolder(place.folders, place.directory));
  const partial = folder.at(share.newPartialName());
  const path = folder.at(place.name);
  try {
    fillRestored(share, source, partial, copy);
    const outcome = onDisk(() =>
      replaces ? fs.renameSync(partial, path) : publish(fs, partial, path, { hardLinks: true }),
    );
    if (outcome === 'taken') throw new SyncError('RESTORE_TARGET_TAKEN');
  } finally {
    removeQuietly(share, partial);
  }
}

/** Opens the copy on the share; throws where it is not what the receipt says already by its size. */
function openCopy(share: OpenShare, copy: CopyOnShare): OpenFile {
  const { fs, tree } = share;
  if (!isSafeKey(copy.key)) throw new SyncError('COPY_MISSING');
  const directory = posix.dirname(copy.key);
  // By the way from the root: nothing is read from a folder that was moved away.
  tree.folders.forget(directory);
  const path = findFolder(tree.folders, directory)?.at(posix.basename(copy.key));
  const standing = path === undefined ? undefined : lookUp(fs, path);
  if (path === undefined || standing === undefined) {
    share.recheck();
    throw new SyncError('COPY_MISSING');
  }
  if (!standing.isFile()) throw new SyncError('COPY_CHANGED');
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = fs.constants;
  const fd = fs.openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const stats = fs.fstatSync(fd, { bigint: true });
    share.assertOnShare(stats.dev);
    if (!stats.isFile() || stats.size !== BigInt(copy.size)) throw new SyncError('COPY_CHANGED');
    return { path, fd, stats };
  } catch (error) {
    closeQuietly(fs, fd);
    throw error;
  }
}

/** What stays behind is removed by its age when the next file is restored there. */
function removeQuietly({ fs }: OpenShare, path: string): void {
  try {
    fs.unlinkSync(path);
  } catch (error) {
    if (errnoName(error) === undefined) throw error;
  }
}
