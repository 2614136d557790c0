import type { BigIntStats } from 'node:fs';
import { errnoName } from '../errors/errno.js';
import { closeQuietly } from './close-quietly.js';
import type { FileSystem } from './file-system.js';
import { flush } from './flush.js';
import { correctTimes } from './preserve.js';
import { readThrough } from './read-through.js';

/** What stands under a name, as compared with the document that wants it. */
export type Existing =
  | { readonly state: 'absent' | 'different' }
  /** Same size, same checksum, and flushed: whoever wrote it may have been stopped before. */
  | { readonly state: 'identical'; readonly device: bigint; readonly notPreserved: readonly 'times'[] };

/** The file that a copy is wanted of. */
export interface Original {
  /** Under whatever name, it is no copy of itself. */
  readonly stats: BigIntStats;
  /** Whether a copy that is found gets its times. */
  readonly passTimesOn: boolean;
}

/**
 * Compares; `checksum` is asked only where the size agrees. A file that we may not read is not known to be ours: it counts as
 * different, and the document gets another name.
 */
export function compareExisting(
  fs: FileSystem,
  path: string,
  size: bigint,
  checksum: () => string,
  buffer: Buffer,
  original?: Original,
  flushed: typeof flush = flush,
): Existing {
  const fd = openExisting(fs, path, size);
  if (typeof fd === 'string') return { state: fd };
  try {
    const stats = fs.fstatSync(fd, { bigint: true });
    if (!stats.isFile() || stats.size !== size) return { state: 'different' };
    if (original !== undefined && isSameFile(original.stats, stats)) return { state: 'different' };
    const expected = checksum();
    const found = readThrough(fs, fd, size, buffer);
    if (found.bytes !== size || found.checksum !== expected) return { state: 'different' };
    const timesKept = !original?.passTimesOn || correctTimes(fs, fd, stats, original.stats);
    flushed(fs, fd);
    return { state: 'identical', device: stats.dev, notPreserved: timesKept ? [] : ['times'] };
  } finally {
    closeQuietly(fs, fd);
  }
}

/** What cannot be opened need not be: what it is tells enough, unless it is a file of this size. */
function openExisting(fs: FileSystem, path: string, size: bigint): number | 'absent' | 'different' {
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = fs.constants;
  try {
    // Windows has no O_NOFOLLOW.
    if (O_NOFOLLOW !== 0) return fs.openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    const name = errnoName(error);
    if (name === undefined) throw error;
    if (name === 'ENOENT') return 'absent';
  }
  const stats = lookUp(fs, path);
  if (stats === undefined) return 'absent';
  if (!stats.isFile() || stats.size !== size) return 'different';
  try {
    return fs.openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    if (isForbidden(error)) return 'different';
    throw error;
  }
}

/** What a system says of a file that its user may not read. */
export function isForbidden(error: unknown): boolean {
  const name = errnoName(error);
  return name === 'EACCES' || name === 'EPERM';
}

/** Whether these are two names of one file. Some file systems give every file the number 0. */
export function isSameFile(one: BigIntStats, other: BigIntStats): boolean {
  return one.ino === other.ino && one.dev === other.dev && one.ino !== 0n;
}

/** Undefined where nothing stands. */
export function lookUp(fs: FileSystem, path: string): BigIntStats | undefined {
  try {
    return fs.lstatSync(path, { bigint: true });
  } catch (error) {
    if (errnoName(error) === 'ENOENT') return undefined;
    throw error;
  }
}
