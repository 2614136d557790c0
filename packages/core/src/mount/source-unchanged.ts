import type { BigIntStats } from 'node:fs';
import { errnoName, isSystemLimit } from '../errors/errno.js';
import { SyncError } from '../errors/sync-error.js';
import { sourceError } from './classify.js';
import type { FileSystem } from './file-system.js';
import { type Reading, readThrough } from './read-through.js';
import type { Source } from './source.js';

/**
 * Throws `SOURCE_CHANGED` unless the file is as it was opened, was read as a whole, and still stands at its path. Where its
 * times cannot tell, because its change time moved (a new mode or link moves it too) or is not to be relied on, it is read
 * again.
 */
export function assertUnchanged(fs: FileSystem, source: Source, reading: Reading, buffer: Buffer): void {
  const now = statsNow(fs, source);
  if (reading.bytes !== source.size || !hasSameTimes(source.stats, now)) throw new SyncError('SOURCE_CHANGED');
  if (source.tellsChanges && now.ctimeNs === source.stats.ctimeNs) return;
  const again = readAgain(fs, source, buffer);
  const after = statsNow(fs, source);
  const same =
    again.bytes === reading.bytes && again.checksum === reading.checksum && hasSameTimes(source.stats, after);
  // A change during the second reading may have come too late for it.
  if (!same || after.ctimeNs !== now.ctimeNs) throw new SyncError('SOURCE_CHANGED');
}

/** Of the open file, provided that its path still leads to it. */
function statsNow(fs: FileSystem, { path, fd, stats }: Source): BigIntStats {
  try {
    const atPath = fs.lstatSync(path, { bigint: true });
    if (atPath.ino !== stats.ino || atPath.dev !== stats.dev) throw new SyncError('SOURCE_CHANGED');
    return fs.fstatSync(fd, { bigint: true });
  } catch (error) {
    if (isSystemLimit(errnoName(error))) throw sourceError(error);
    throw new SyncError('SOURCE_CHANGED', { cause: error });
  }
}

function hasSameTimes(before: BigIntStats, now: BigIntStats): boolean {
  return now.size === before.size && now.mtimeNs === before.mtimeNs;
}

function readAgain(fs: FileSystem, { fd, size }: Source, buffer: Buffer): Reading {
  try {
    return readThrough(fs, fd, size, buffer);
  } catch (error) {
    throw sourceError(error);
  }
}
