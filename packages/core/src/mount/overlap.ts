import { resolve } from 'node:path';
import { errnoName } from '../errors/errno.js';
import { type FilePlace, isAmong, type Mount, mountOf, parseMounts, placeOf, placesUnder } from '../plan/mounts.js';
import { closeQuietly } from './close-quietly.js';
import type { FileSystem } from './file-system.js';

/** Where the share and the folders of the sources meet: by links, by a bind mount, or because one lies in the other. */
export interface Overlap {
  /** Whether what has this real path lies on the share. */
  holds(realPath: string): boolean;
  /** The first of these folders from which a file on the share can be reached: it may be the file of a row. */
  rootAround(roots: readonly string[], key: string): string | undefined;
  /** Type of the file system that this real path is on, such as `ext4`. Undefined where the system does not tell. */
  typeOf(realPath: string): string | undefined;
}

export interface Overlaps {
  /** As it is now: before anything is removed or replaced. */
  now(): Overlap;
  /** As it was a moment ago: for every copy. */
  recent(): Overlap;
}

/** How old the table of mounts may be for a copy; reading it takes a quarter of the time that a small copy takes. */
const goodForMs = 10;

export function createOverlaps(fs: FileSystem, sharePath: string): Overlaps {
  const share = fs.realpathSync(sharePath);
  const realRoots = new Map<string, string>();
  const knownRoot = (root: string): string => {
    const real = realRoots.get(root) ?? realPathOrSame(fs, root);
    realRoots.set(root, real);
    return real;
  };
  const recent = () => overlapOf(readMounts(fs), share, knownRoot);
  let last = recent();
  let lookedAt = performance.now();

  return {
    now: () => overlapOf(readMounts(fs), share, (root) => realPathOrSame(fs, root)),
    recent() {
      if (last.seesMounts && performance.now() - lookedAt > goodForMs) {
        last = recent();
        lookedAt = performance.now();
      }
      return last;
    },
  };
}

function overlapOf(
  mounts: readonly Mount[],
  share: string,
  realRoot: (root: string) => string,
): Overlap & { readonly seesMounts: boolean } {
  const onShare = placesUnder(mounts, share);
  const inRoots = new Map<string, FilePlace[]>();

  function placesIn(root: string): FilePlace[] {
    const places = inRoots.get(root) ?? placesUnder(mounts, realRoot(root));
    inRoots.set(root, places);
    return places;
  }

  return {
    seesMounts: mounts.length > 0,
    holds: (realPath) => isAmong(onShare, placeOf(mounts, realPath)),
    rootAround(roots, key) {
      const place = placeOf(mounts, resolve(share, key));
      return roots.find((root) => isAmong(placesIn(root), place));
    },
    typeOf: (realPath) => mountOf(mounts, realPath)?.type,
  };
}

/** None where the system has no such table, or does not let it be read: then real paths have to do. */
function readMounts(fs: FileSystem): Mount[] {
  try {
    const fd = fs.openSync('/proc/self/mountinfo', fs.constants.O_RDONLY);
    try {
      return parseMounts(readText(fs, fd));
    } finally {
      closeQuietly(fs, fd);
    }
  } catch (error) {
    if (errnoName(error) === undefined) throw error;
    return [];
  }
}

function readText(fs: FileSystem, fd: number): string {
  const pieces: Buffer[] = [];
  for (;;) {
    const piece = Buffer.alloc(16_384);
    const length = fs.readSync(fd, piece, 0, piece.length, null);
    if (length === 0) return Buffer.concat(pieces).toString('utf8');
    pieces.push(piece.subarray(0, length));
  }
}

/** A folder that is not there has no links to follow. */
function realPathOrSame(fs: FileSystem, root: string): string {
  try {
    return fs.realpathSync(root);
  } catch (error) {
    if (errnoName(error) === undefined) throw error;
    return resolve(root);
  }
}
