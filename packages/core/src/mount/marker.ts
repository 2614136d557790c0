import { errnoName } from '../errors/errno.js';
import { SyncError } from '../errors/sync-error.js';
import type { Marker } from '../mirror.js';
import { closeQuietly } from './close-quietly.js';
import { lookUp } from './existing.js';
import type { FileSystem } from './file-system.js';
import type { Folders } from './folders.js';
import { readUpTo } from './read-up-to.js';

/** Everything below it is ours. */
export const markerFolder = '.docmirror';
export const markerName = 'mirror.json';

/** Far above any real one; bounds the read of a file that is not ours. */
const maxMarkerBytes = 65_536;

/** The version of the marker that this code writes. */
const version = 1;

export interface FoundMarker {
  readonly marker: Marker;
  /** All that the file says, also what this version does not know: it stays when the marker is written again. */
  readonly content: Readonly<Record<string, unknown>>;
  readonly device: bigint;
}

/**
 * Reads the marker below this root. Undefined where there is none; throws `MIRROR_MARKER_DAMAGED` where something else
 * stands there or it cannot be understood, `MIRROR_MARKER_NEWER` where it is of a later version.
 */
export function readMarker(fs: FileSystem, folders: Folders): FoundMarker | undefined {
  const fd = openMarker(fs, folders);
  if (fd === undefined) return undefined;
  try {
    const stats = fs.fstatSync(fd, { bigint: true });
    if (!stats.isFile()) throw damaged();
    const content = parseMarker(readUpTo(fs, fd, maxMarkerBytes).toString('utf8'));
    return { ...content, device: stats.dev };
  } finally {
    closeQuietly(fs, fd);
  }
}

function openMarker(fs: FileSystem, folders: Folders): number | undefined {
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = fs.constants;
  // Never from memory: the reading is what proves that the share is there.
  folders.forget(markerFolder);
  try {
    const path = folders.find(markerFolder).at(markerName);
    // Windows has no O_NOFOLLOW.
    if (O_NOFOLLOW === 0 && fs.lstatSync(path, { bigint: true }).isSymbolicLink()) throw damaged();
    // Non-blocking: opening a pipe must not wait for somebody to write to it.
    return fs.openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    if (errnoName(error) === 'ENOENT') return undefined;
    if (isNoFile(fs, folders)) throw damaged(error);
    throw error;
  }
}

/** Whether something stands there that is no file, or no folder where its folder belongs: what cannot be opened as one says so in many ways. */
function isNoFile(fs: FileSystem, folders: Folders): boolean {
  const folder = lookUp(fs, folders.root.at(markerFolder));
  if (folder === undefined) return false;
  if (!folder.isDirectory()) return true;
  const marker = lookUp(fs, folders.find(markerFolder).at(markerName));
  return marker !== undefined && !marker.isFile();
}

/** @param content what the file said before. */
export function formatMarker(marker: Marker, content: FoundMarker['content'] = {}): string {
  return `${JSON.stringify({ docmirror: version, ...content, ...marker }, null, 2)}\n`;
}

function parseMarker(text: string): Pick<FoundMarker, 'marker' | 'content'> {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw damaged(error);
  }
  if (!isRecord(content)) throw damaged();
  const { docmirror = version } = content;
  if (isLater(docmirror)) throw new SyncError('MIRROR_MARKER_NEWER', { scope: 'run' });
  if (docmirror !== version || !isMarker(content)) throw damaged();
  const { id, createdAt, folders } = content;
  return { marker: { id, createdAt, folders }, content };
}

/** Whatever form a later version gives to its number. */
function isLater(found: unknown): boolean {
  return typeof found === 'number' ? found > version : typeof found === 'string';
}

function damaged(cause?: unknown): SyncError {
  return new SyncError('MIRROR_MARKER_DAMAGED', { scope: 'run', cause });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** By hand: this runs in the copy process, which carries no libraries. */
function isMarker(value: Record<string, unknown>): value is Record<string, unknown> & Marker {
  const { id, createdAt, folders } = value;
  if (typeof id !== 'string' || id === '' || typeof createdAt !== 'string') return false;
  return isRecord(folders) && Object.values(folders).every((folder) => typeof folder === 'string');
}
