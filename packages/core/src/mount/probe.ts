import { randomBytes, randomInt } from 'node:crypto';
import { errnoName } from '../errors/errno.js';
import type { MirrorState, ProbeRequest } from '../mirror.js';
import { probeName } from '../plan/partial-name.js';
import { closeQuietly } from './close-quietly.js';
import type { FileSystem } from './file-system.js';
import type { Folders } from './folders.js';
import { readMarker } from './marker.js';
import { readUpTo } from './read-up-to.js';
import type { ShareSettings } from './share-settings.js';
import { openFolders } from './tree.js';
import { unusable, unusableAfter } from './unusable.js';
import { writeWhole } from './write-whole.js';

/**
 * Finds out what can be done with the root: by writing to it, since permissions, mount tables and even a cached
 * `stat` can all say yes for a share that is read-only, full or gone. To read from it, reading the marker is proof enough.
 */
export function probeRoot(settings: ShareSettings, { readOnly = false }: ProbeRequest = {}): MirrorState {
  const { fs, path } = settings;
  try {
    if (!fs.statSync(path, { bigint: true }).isDirectory()) return unusable('MIRROR_NOT_A_FOLDER', path);
  } catch (error) {
    const name = errnoName(error);
    if (name === 'ENOENT' || name === 'ENOTDIR') return unusable('MIRROR_PATH_MISSING', path);
    return unusableAfter(error, path);
  }
  try {
    const folders = openFolders(fs, path, settings.anchored);
    try {
      if (!readOnly) writeTest(settings, folders);
      return { usable: true, marker: readMarker(fs, folders)?.marker ?? null };
    } finally {
      folders.close();
    }
  } catch (error) {
    return unusableAfter(error, path);
  }
}

function writeTest({ fs, now }: ShareSettings, folders: Folders): void {
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW = 0 } = fs.constants;
  const place = folders.root.at(probeName({ birthMs: now(), pid: process.pid, sequence: randomInt(2 ** 40) }));
  const content = randomBytes(32);
  const fd = fs.openSync(place, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  try {
    writeWhole(fs, fd, content);
    if (!readBack(fs, place, content.length + 1).equals(content))
      throw Object.assign(new Error('read back other bytes than written'), { code: 'EIO' });
  } finally {
    fs.unlinkSync(place);
  }
}

function readBack(fs: FileSystem, place: string, most: number): Buffer {
  const { O_RDONLY, O_NOFOLLOW = 0 } = fs.constants;
  const fd = fs.openSync(place, O_RDONLY | O_NOFOLLOW);
  try {
    return readUpTo(fs, fd, most);
  } finally {
    closeQuietly(fs, fd);
  }
}
