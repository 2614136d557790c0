import { foldName } from '../plan/fold-name.js';
import type { Folder } from './folders.js';
import type { Listing } from './listing.js';

/** A listing in memory is counted by names; a number of four bytes takes about a thirtieth of one. */
const numbersPerName = 30;

/**
 * The names of a large folder, as a number of four bytes for each: a name whose number is not there is not there. One whose
 * number is there is looked for in the folder, once it is known that the very name is free.
 */
export function largeListing(folded: readonly string[]): Listing {
  const numbers = Uint32Array.from(folded, numberOf).sort();
  /** What came since. */
  const added = new Map<string, string>();
  const has = (name: string) => added.has(name) || isAmong(numbers, numberOf(name));
  return {
    get size() {
      return added.size + Math.ceil(numbers.length / numbersPerName);
    },
    has,
    get: (name, folder: Folder) =>
      added.get(name) ?? (has(name) ? folder.list().find((other) => foldName(other) === name) : undefined),
    set: (name, as) => void added.set(name, as),
  };
}

/** FNV-1a over the UTF-16 units. */
function numberOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let n = 0; n < text.length; n++) hash = Math.imul(hash ^ text.charCodeAt(n), 0x01000193);
  return hash >>> 0;
}

function isAmong(sorted: Uint32Array, wanted: number): boolean {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === wanted;
}
