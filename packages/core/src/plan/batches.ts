import type { CopyOnShare } from '../receipt.js';

/** Cuts a list into pieces of at most so many entries and, but for a single one, so many bytes; the order stays. */
export function batchesOf<Entry extends { readonly copy: CopyOnShare }>(
  entries: readonly Entry[],
  maxEntries: number,
  maxBytes: number,
): Entry[][] {
  const batches: Entry[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const batch = batches.at(-1);
    bytes += entry.copy.size;
    if (batch !== undefined && batch.length < maxEntries && bytes <= maxBytes) {
      batch.push(entry);
    } else {
      batches.push([entry]);
      bytes = entry.copy.size;
    }
  }
  return batches;
}
