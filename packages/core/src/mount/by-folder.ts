import { posix } from 'node:path';

/** The same things in the same order, by the folder that their keys are in: what is in one is done at once. */
export function byFolder<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const folders = new Map<string, Item[]>();
  for (const item of items) {
    const directory = posix.dirname(keyOf(item));
    const inFolder = folders.get(directory);
    if (inFolder === undefined) folders.set(directory, [item]);
    else inFolder.push(item);
  }
  return folders;
}
