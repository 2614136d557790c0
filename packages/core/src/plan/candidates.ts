import { foldName } from './fold-name.js';
import { maxNameBytes, withSuffix } from './safe-name.js';

/** The first two names to try for a copy, of a name that is safe: `name` and `name-<idTag>`. */
export function candidateNames(fileName: string, idTag: string): readonly [string, string] {
  return [fileName, distinctName(fileName, `-${idTag}`, [fileName])];
}

/** The last name to try, `name-<idTag>-<first 8 of the checksum>`: only a copy with this very content belongs there. */
export function checksumName(fileName: string, idTag: string, checksum: string): string {
  const taken = candidateNames(fileName, idTag);
  return distinctName(fileName, `-${idTag}-${checksum.slice(0, 8)}`, taken);
}

/**
 * A long name that ends like the suffix can come out of the cut as it went in; then a little more is cut.
 * Ends at the latest where nothing is left of the name, and `document` stands for it.
 */
function distinctName(name: string, suffix: string, others: readonly string[]): string {
  const taken = new Set(others.map(foldName));
  let maxBytes = maxNameBytes;
  let candidate = withSuffix(name, suffix, maxBytes);
  while (taken.has(foldName(candidate))) {
    maxBytes -= 1;
    candidate = withSuffix(name, suffix, maxBytes);
  }
  return candidate;
}
