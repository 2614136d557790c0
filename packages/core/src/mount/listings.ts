import type { Listing } from './listing.js';

/** The names in the folders entered last. */
export interface Listings {
  /** Of this folder; read where it is not remembered. */
  of(directory: string, read: () => Listing): Listing;
  /** Only what is remembered. */
  known(directory: string): Listing | undefined;
  forget(directory: string): void;
}

/** Bounds the memory: folders, and names in all of them together. */
const maxFolders = 64;
const maxNames = 20_000;

export function createListings(): Listings {
  const listings = new Map<string, Listing>();

  /** The folder that was entered longest ago stands first. */
  function makeRoom(): void {
    let names = 0;
    for (const listing of listings.values()) names += listing.size;
    for (const [directory, listing] of listings) {
      if (listings.size <= 1 || (listings.size <= maxFolders && names <= maxNames)) break;
      listings.delete(directory);
      names -= listing.size;
    }
  }

  return {
    of(directory, read) {
      const known = listings.get(directory);
      const listing = known ?? read();
      // To the end of the map.
      listings.delete(directory);
      listings.set(directory, listing);
      if (known === undefined) makeRoom();
      return listing;
    },
    known: (directory) => listings.get(directory),
    forget: (directory) => void listings.delete(directory),
  };
}
