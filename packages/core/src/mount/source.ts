import type { BigIntStats } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { errnoName, isSystemLimit } from '../errors/errno.js';
import { SyncError } from '../errors/sync-error.js';
import { sourceError } from './classify.js';
import { closeQuietly } from './close-quietly.js';
import type { FileSystem } from './file-system.js';

/** The file of a document, open for reading. Never written to. */
export interface Source {
  readonly path: string;
  readonly fd: number;
  /** As it was when opened. */
  readonly stats: BigIntStats;
}

/** Where source roots really lie, remembered. */
export interface RealRoots {
  /** Whether this real path is inside this root. */
  contain(root: string, path: string): boolean;
}

export function createRealRoots(fs: FileSystem): RealRoots {
  const known = new Map<string, string>();
  return {
    contain(root, path) {
      const before = known.get(root);
      if (before !== undefined && isInside(before, path)) return true;
      // A link on the way to the root may lead elsewhere by now.
      const now = realPath(fs, root);
      known.set(root, now);
      return isInside(now, path);
    },
  };
}

/** Opens the file of a document: a regular file inside one of the roots, reached without a link at its end. */
export function openSource(
  fs: FileSystem,
  source: string,
  roots: readonly string[],
  realRoots: RealRoots,
  anchored: boolean,
): Source {
  if (source.includes('\0')) throw new SyncError('SOURCE_NOT_FOUND');
  let missing: unknown;
  for (const root of roots) {
    const path = resolve(root, source);
    if (!isInside(root, path) && !realRoots.contain(root, path)) continue;
    try {
      return openWithin(fs, root, path, realRoots, anchored);
    } catch (error) {
      if (errnoName(error) !== 'ENOENT') throw sourceError(error);
      missing = error;
    }
  }
  throw missing === undefined ? new SyncError('SOURCE_OUTSIDE_ROOTS') : sourceError(missing);
}

/** Throws `SOURCE_CHANGED` unless the file is as it was opened, `bytesRead` long, and still stands at its path. */
export function assertUnchanged(fs: FileSystem, source: Source, bytesRead: bigint): void {
  const { path, fd, stats } = source;
  let now: BigIntStats;
  let atPath: BigIntStats;
  try {
    now = fs.fstatSync(fd, { bigint: true });
    atPath = fs.lstatSync(path, { bigint: true });
  } catch (error) {
    if (isSystemLimit(errnoName(error))) throw sourceError(error);
    throw new SyncError('SOURCE_CHANGED', { cause: error });
  }
  const same =
    bytesRead === stats.size &&
    now.size === stats.size &&
    now.mtimeNs === stats.mtimeNs &&
    atPath.ino === stats.ino &&
    atPath.dev === stats.dev;
  if (!same) throw new SyncError('SOURCE_CHANGED');
}

function openWithin(fs: FileSystem, root: string, path: string, realRoots: RealRoots, anchored: boolean): Source {
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = fs.constants;
  // Windows has no O_NOFOLLOW.
  if (O_NOFOLLOW === 0 && fs.lstatSync(path, { bigint: true }).isSymbolicLink()) {
    throw new SyncError('SOURCE_OUTSIDE_ROOTS');
  }
  // Non-blocking: opening a pipe must not wait for somebody to write to it.
  const fd = fs.openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const stats = fs.fstatSync(fd, { bigint: true });
    if (!stats.isFile()) throw new SyncError('SOURCE_NOT_A_FILE');
    // Where the open file really lies, whatever links stood on the way to it.
    const real = anchored ? fs.readlinkSync(`/proc/self/fd/${fd}`) : fs.realpathSync(path);
    if (!realRoots.contain(root, real)) throw new SyncError('SOURCE_OUTSIDE_ROOTS');
    return { path, fd, stats };
  } catch (error) {
    closeQuietly(fs, fd);
    throw error;
  }
}

function realPath(fs: FileSystem, root: string): string {
  try {
    return fs.realpathSync(root);
  } catch (error) {
    throw sourceError(error);
  }
}

function isInside(root: string, path: string): boolean {
  if (path.startsWith(root + sep)) return true;
  const way = relative(root, path);
  return way !== '' && way !== '..' && !way.startsWith('../') && !way.startsWith('..\\') && !isAbsolute(way);
}
