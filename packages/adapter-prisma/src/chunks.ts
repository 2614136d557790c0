/** Rows of one transaction, values of one list: under every database's limits, and no lock is held for long. */
export const chunkSize = 500;

/** The same items in lists of at most `chunkSize`. */
export function chunks<Item>(items: readonly Item[]): Item[][] {
  return Array.from({ length: Math.ceil(items.length / chunkSize) }, (_, n) =>
    items.slice(n * chunkSize, (n + 1) * chunkSize),
  );
}
