import { posix } from 'node:path';
import { SyncError } from '../errors/sync-error.js';
import { foldName } from '../plan/fold-name.js';
import type { FileSystem } from './file-system.js';
import type { Folder } from './folders.js';
import type { Leftovers } from './leftovers.js';
import { type Listing, listFolder, removeAbandoned, sweepFolder } from './listing.js';
import { createListings } from './listings.js';
import { markerFolder } from './marker.js';
import { createOverlap, type Overlap } from './overlap.js';
import { partialNames } from './partial.js';
import type { PublishWays } from './publish.js';
import { enterFolder, findFolder } from './reach-folder.js';
import { createRealRoots, type RealRoots } from './real-roots.js';
import type { RestingWalk } from './resting-walk.js';
import type { ShareSettings } from './share-settings.js';
import { openTree, recheckTree, type Tree } from './tree.js';

/** A folder entered for copying. */
export interface Place {
  readonly folder: Folder;
  /** Undefined where it has too many names to remember. */
  readonly listing: Listing;
}

/** The share while it is open: what copying and confirming need of it. */
export interface OpenShare {
  readonly fs: FileSystem;
  readonly anchored: boolean;
  readonly readBack: boolean;
  readonly tree: Tree;
  readonly realRoots: RealRoots;
  /** As it was when the share was opened. */
  readonly overlap: Overlap;
  /** As it is now: before anything is removed. */
  overlapNow(): Overlap;
  readonly buffer: Buffer;
  readonly ways: PublishWays;
  enter(directory: string): Place;
  /** The same without making it; undefined where it is not there. */
  find(directory: string): Place | undefined;
  forget(directory: string): void;
  /** Others have brought copies to these keys. */
  notice(keys: readonly string[]): void;
  newPartialName(): string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** A walk over names that another page of it may go on with; see list.ts. */
  restingWalk: RestingWalk | undefined;
  /** Removes an abandoned temporary file that was met on the way, where the share lets us. */
  sweep(directory: string, name: string): void;
  /** Removes a partial or remembers it for later; never throws for what the share does. */
  removePartial(directory: string, name: string): void;
  /** Throws unless this is the device of the marker. */
  assertOnShare(device: bigint): void;
  /** Throws unless the share is still mounted where the user named it. */
  recheck(): void;
}

/** Read and written at once: a few round trips' worth on a share. */
const bufferBytes = 1024 * 1024;

export function openShare(
  { fs, path, anchored, readBack, now, maxOpenFolders }: ShareSettings,
  mirrorId: string | null,
  leftovers: Leftovers,
  ways: PublishWays,
): OpenShare {
  const tree = openTree(fs, path, anchored, mirrorId, maxOpenFolders);
  const overlap = createOverlap(fs, path);
  const listings = createListings();
  // Of a root without marker nothing is ours, not even to tidy.
  if (mirrorId !== null) {
    leftovers.retry(tree.folders);
    // Where probes and markers are written.
    for (const folder of [tree.folders.root, tree.folders.find(markerFolder)]) sweepFolder(fs, folder, now());
  }

  const listingOf = (directory: string, folder: Folder) => listings.of(directory, () => listFolder(fs, folder, now()));

  return {
    fs,
    anchored,
    readBack,
    tree,
    realRoots: createRealRoots(fs),
    overlap,
    overlapNow: () => createOverlap(fs, path),
    ways,
    buffer: Buffer.allocUnsafe(bufferBytes),
    enter(directory) {
      const folder = enterFolder(tree.folders, directory);
      return { folder, listing: listingOf(directory, folder) };
    },
    find(directory) {
      const folder = findFolder(tree.folders, directory);
      return folder && { folder, listing: listingOf(directory, folder) };
    },
    forget(directory) {
      tree.folders.forget(directory);
      listings.forget(directory);
    },
    notice(keys) {
      for (const key of keys) {
        const name = posix.basename(key);
        listings.known(posix.dirname(key))?.set(foldName(name), name);
      }
    },
    newPartialName: partialNames(now),
    now,
    restingWalk: undefined,
    sweep(directory, name) {
      const folder = findFolder(tree.folders, directory);
      if (folder !== undefined) removeAbandoned(fs, folder.at(name));
    },
    removePartial: (directory, name) => leftovers.remove(tree.folders, directory, name),
    assertOnShare(device) {
      if (device === tree.device) return;
      recheckTree(fs, path, anchored, tree);
      throw new SyncError('MIRROR_OTHER_DEVICE');
    },
    recheck: () => recheckTree(fs, path, anchored, tree),
  };
}
