import { errnoName } from '../errors/errno.js';
import { SyncError } from '../errors/sync-error.js';
import type { Marker } from '../mirror.js';
import { closeQuietly } from './close-quietly.js';
import type { FileSystem } from './file-system.js';
import type { Folders } from './folders.js';
import { readUpTo } from './read-up-to.js';

/** Everything below it is ours. */
export const markerFolder = '.docmirror';
export const markerName = 'mirror.json';

/** Far above any real one; bounds the read of a file that is not ours. */
const maxMarkerBytes = 65_536;

export interface FoundMarker {
  readonly marker: Marker;
  readonly device: bigint;
}

/** Reads the marker below this root. Undefined where there is none; throws `MIRROR_MARKER_DAMAGED` where it cannot be understood. */
export function readMarker(fs: FileSystem, folders: Folders): FoundMarker | undefined {
  const { O_RDONLY, O_NOFOLLOW = 0 } = fs.constants;
  let fd: number;
  try {
    // Never from memory: the reading is what proves that the share is there.
    folders.forget(markerFolder);
    fd = fs.openSync(folders.find(markerFolder).at(markerName), O_RDONLY | O_NOFOLLOW);
  } catch (error) {
    if (errnoName(error) === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const marker = parseMarker(readUpTo(fs, fd, maxMarkerBytes).toString('utf8'));
    return { marker, device: fs.fstatSync(fd, { bigint: true }).dev };
  } finally {
    closeQuietly(fs, fd);
  }
}

export function formatMarker(marker: Marker): string {
  return `${JSON.stringify({ docmirror: 1, ...marker }, null, 2)}\n`;
}

function parseMarker(text: string): Marker {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new SyncError('MIRROR_MARKER_DAMAGED', { scope: 'run', cause: error });
  }
  if (isMarker(value)) return { id: value.id, createdAt: value.createdAt, folders: value.folders };
  throw new SyncError('MIRROR_MARKER_DAMAGED', { scope: 'run' });
}

/** By hand: this runs in the copy process, which carries no libraries. */
function isMarker(value: unknown): value is Marker {
  if (typeof value !== 'object' || value === null) return false;
  const { id, createdAt, folders } = value as Record<string, unknown>;
  if (typeof id !== 'string' || id === '' || typeof createdAt !== 'string') return false;
  if (typeof folders !== 'object' || folders === null || Array.isArray(folders)) return false;
  return Object.values(folders).every((folder) => typeof folder === 'string');
}
