import { errnoName } from '../errors/errno.js';
import { foldName } from '../plan/fold-name.js';
import { partialBirthMs, probeBirthMs } from '../plan/partial-name.js';
import type { FileSystem } from './file-system.js';
import type { Folder } from './folders.js';
import { largeListing } from './large-listing.js';

/** Age at which a partial (or the file of a probe) that nobody finished or removed is taken for abandoned. */
const abandonedAfterMs = 24 * 60 * 60 * 1000;

/** Of folders with more names only a number is remembered for each: memory stays flat. */
const maxNames = 10_000;

/** Whether this is the name of a temporary file of ours that nobody will finish any more. */
export function isAbandoned(name: string, now: number): boolean {
  const birth = partialBirthMs(name) ?? probeBirthMs(name);
  return birth !== undefined && now - birth > abandonedAfterMs;
}

/** The names in one folder when it was entered, by their folded form. */
export interface Listing {
  /** What it takes of the memory, in names. */
  readonly size: number;
  /** False: no name folds so. True: one does, or might. */
  has(folded: string): boolean;
  /** The name that folds so. */
  get(folded: string, folder: Folder): string | undefined;
  set(folded: string, name: string): void;
}

/** Reads the names of a folder and removes abandoned partials. */
export function listFolder(fs: FileSystem, folder: Folder, now: number): Listing {
  const names = folder.list();
  const listing = new Map<string, string>();
  for (const name of names) {
    if (partialBirthMs(name) === undefined) listing.set(foldName(name), name);
    else if (isAbandoned(name, now)) removeAbandoned(fs, folder.at(name));
  }
  return listing.size <= maxNames ? listing : largeListing([...listing.keys()]);
}

/** Removes abandoned files from a folder that gets no copies. Best effort: the next run tries again. */
export function sweepFolder(fs: FileSystem, folder: Folder, now: number): void {
  try {
    for (const name of folder.list()) {
      if (isAbandoned(name, now)) removeAbandoned(fs, folder.at(name));
    }
  } catch (error) {
    if (errnoName(error) === undefined) throw error;
  }
}

/** Best effort: the next run tries again. */
export function removeAbandoned(fs: FileSystem, path: string): void {
  try {
    fs.unlinkSync(path);
  } catch (error) {
    if (errnoName(error) === undefined) throw error;
  }
}
