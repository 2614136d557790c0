import type { BigIntStats } from 'node:fs';
import { errnoName } from '../errors/errno.js';
import type { FileSystem } from './file-system.js';
import type { OpenFile } from './source.js';

/** That of the source, which others may read as before; and its owner, who may be another user there, can always read a copy again. */
export function copyMode({ stats }: OpenFile): bigint {
  return (stats.mode & 0o777n) | 0o400n;
}

/**
 * Mode and times of the source, as far as the share takes them: a share mounted for another user refuses both.
 * @param made mode that the file was made with.
 */
export function preserve(fs: FileSystem, file: OpenFile, fd: number, made: bigint): ('times' | 'mode')[] {
  const mode = copyMode(file);
  const lost: ('times' | 'mode')[] = [];
  // Made with it, as a rule; a process may have a mask, a share a mode of its own.
  if ((made & 0o777n) !== mode && !allowed(() => fs.fchmodSync(fd, Number(mode)))) lost.push('mode');
  if (!setTimes(fs, fd, file.stats)) lost.push('times');
  return lost;
}

/** Gives a copy that was found the times of its source, where they differ. False where that is not possible. */
export function correctTimes(fs: FileSystem, fd: number, copy: BigIntStats, source: BigIntStats): boolean {
  if (isSameTime(copy.mtimeNs, source.mtimeNs)) return true;
  // Under its other names the file belongs to somebody else: a snapshot, or a source that was linked to it.
  if (copy.nlink > 1n) return false;
  return setTimes(fs, fd, source);
}

function setTimes(fs: FileSystem, fd: number, { atimeNs, mtimeNs }: BigIntStats): boolean {
  return allowed(() => fs.futimesSync(fd, toSeconds(atimeNs), toSeconds(mtimeNs)));
}

const second = 1_000_000_000n;

/** As exactly as shares keep times: some in whole seconds, or in steps of two. */
function isSameTime(copy: bigint, source: bigint): boolean {
  const apart = copy < source ? source - copy : copy - source;
  return apart < (copy % second === 0n ? 2n * second : second / 1000n);
}

/**
 * Half a microsecond more, because the number is cut off, not rounded, on its way to the system. Before 1970 as text: Node
 * takes a negative number for the time it is now.
 */
function toSeconds(nanoseconds: bigint): number | string {
  const microseconds = (nanoseconds - (((nanoseconds % 1000n) + 1000n) % 1000n)) / 1000n;
  const seconds = (Number(microseconds) + 0.5) / 1e6;
  return seconds < 0 ? String(seconds) : seconds;
}

const refusals = new Set(['EPERM', 'EACCES', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL']);

function allowed(call: () => void): boolean {
  try {
    call();
    return true;
  } catch (error) {
    const name = errnoName(error);
    if (name !== undefined && refusals.has(name)) return false;
    throw error;
  }
}
