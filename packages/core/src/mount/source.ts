import type { BigIntStats } from 'node:fs';
import { resolve } from 'node:path';
import { errnoName } from '../errors/errno.js';
import { SyncError } from '../errors/sync-error.js';
import { tellsChanges } from '../plan/change-time.js';
import { isInside } from '../plan/is-inside.js';
import { sourceError } from './classify.js';
import { closeQuietly } from './close-quietly.js';
import type { FileSystem } from './file-system.js';
import type { Overlaps } from './overlap.js';
import type { RealRoots } from './real-roots.js';
import { sizeOfOpen } from './source-size.js';

/** The file of a document, open for reading. Never written to. */
export interface Source {
  readonly path: string;
  readonly fd: number;
  /** As it was when opened. */
  readonly stats: BigIntStats;
  /** Bytes that it really holds: some file systems say 0, or too few. */
  readonly size: bigint;
  /** Whether its change time tells of every change from now on. Where it does not, only reading it again does. */
  readonly tellsChanges: boolean;
}

/** Also a copy on the share that is open for reading. */
export type OpenFile = Pick<Source, 'path' | 'fd' | 'stats'>;

/** What opening a source needs of the share that it is copied to. */
export interface SourceTerms {
  readonly fs: FileSystem;
  /** Whether `/proc/self/fd` is there to say where an open file lies. */
  readonly anchored: boolean;
  readonly realRoots: RealRoots;
  readonly overlaps: Overlaps;
  readonly now: () => number;
}

/** Opens the file of a document: a regular file inside one of the roots, not on the share, reached without a link at its end. */
export function openSource(terms: SourceTerms, source: string, roots: readonly string[]): Source {
  if (source.includes('\0')) throw new SyncError('SOURCE_NOT_FOUND');
  let missing: SyncError | undefined;
  for (const root of roots) {
    const path = resolve(root, source);
    if (!isInside(root, path) && !terms.realRoots.contain(root, path)) continue;
    try {
      return openWithin(terms, root, path);
    } catch (error) {
      const failure = sourceError(error);
      if (failure.code !== 'SOURCE_NOT_FOUND') throw failure;
      missing = failure;
    }
  }
  throw missing ?? new SyncError('SOURCE_OUTSIDE_ROOTS');
}

function openWithin(terms: SourceTerms, root: string, path: string): Source {
  const { fs, anchored, overlaps, now } = terms;
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = fs.constants;
  // Windows has no O_NOFOLLOW.
  if (O_NOFOLLOW === 0 && fs.lstatSync(path, { bigint: true }).isSymbolicLink()) throw linkError(terms, root, path);
  const openedAt = now();
  const fd = openRegular(terms, root, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const stats = fs.fstatSync(fd, { bigint: true });
    if (!stats.isFile()) throw new SyncError('SOURCE_NOT_A_FILE');
    // Where the open file really lies, whatever links stood on the way to it.
    const real = anchored ? fs.readlinkSync(`/proc/self/fd/${fd}`) : fs.realpathSync(path);
    assertPlace(terms, root, real);
    const size = sizeOfOpen(fs, fd, stats.size);
    // Who does not tell the size makes up the times as well.
    const told = size === stats.size && tellsChanges(stats.ctimeNs, openedAt, overlaps.recent().typeOf(real));
    return { path, fd, stats, size, tellsChanges: told };
  } catch (error) {
    closeQuietly(fs, fd);
    throw error;
  }
}

/** Non-blocking: opening a pipe must not wait for somebody to write to it. */
function openRegular(terms: SourceTerms, root: string, path: string, flags: number): number {
  try {
    return terms.fs.openSync(path, flags);
  } catch (error) {
    const name = errnoName(error);
    // What O_NOFOLLOW says of a link.
    if (name === 'ELOOP' || name === 'EMLINK') throw linkError(terms, root, path);
    throw error;
  }
}

/** Links are never followed at the end of the way; why this one cannot be the source depends on where it leads. */
function linkError(terms: SourceTerms, root: string, path: string): SyncError {
  try {
    assertPlace(terms, root, terms.fs.realpathSync(path));
    return new SyncError('SOURCE_IS_LINK');
  } catch (error) {
    return sourceError(error);
  }
}

function assertPlace({ realRoots, overlaps }: SourceTerms, root: string, real: string): void {
  if (overlaps.recent().holds(real)) throw new SyncError('SOURCE_INSIDE_MIRROR');
  if (!realRoots.contain(root, real)) throw new SyncError('SOURCE_OUTSIDE_ROOTS');
}
