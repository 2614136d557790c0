import type { Listing } from './listing.js';

/** The names in the folders entered last. */
export interface Listings {
  /** Of this folder; read where it is not remembered. Undefined where it has too many names to be. */
  of(directory: string, read: () => Listing | undefined): Listing | undefined;
  /** Only what is remembered. */
  known(directory: string): Listing | undefined;
  forget(directory: string): void;
}

/** Bounds the memory: folders, and names in all of them together. */
const maxFolders = 64;
const maxNames = 20_000;

export function createListings(): Listings {
  const listings = new Map<string, Listing | undefined>();

  /** The folder that was entered longest ago stands first. */
  function makeRoom(): void {
    let names = 0;
    for (const listing of listings.values()) names += listing?.size ?? 0;
    for (const [directory, listing] of listings) {
      if (listings.size <= 1 || (listings.size <= maxFolders && names <= maxNames)) break;
      listings.delete(directory);
      names -= listing?.size ?? 0;
    }
  }

  return {
    of(directory, read) {
      const isKnown = listings.has(directory);
      const listing = isKnown ? listings.get(directory) : read();
      // To the end of the map.
      listings.delete(directory);
      listings.set(directory, listing);
      if (!isKnown) makeRoom();
      return listing;
    },
    known: (directory) => listings.get(directory),
    forget: (directory) => void listings.delete(directory),
  };
}
