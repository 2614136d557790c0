import { filesOnShare, type ModelDisk } from './world.js';

/** Of checksum lists and lists of documents. @param store only those of this one. */
export function listLines(disk: ModelDisk, store?: string): string[] {
  return [...filesOnShare(disk)]
    .filter(([path]) => /^\.docmirror\/(checksums|documents)\//.test(path))
    .filter(([path]) => store === undefined || path.split('/')[2] === store)
    .flatMap(([, content]) => content.split('\n'))
    .filter((line) => line !== '');
}

/** Of the copy that a line names; empty where it names none. */
export function keyIn(line: string): string {
  const checksum = /^[\da-f]{64} [ *](.*)$/.exec(line);
  if (checksum !== null) return checksum[1] ?? '';
  try {
    const key: unknown = JSON.parse(line).key;
    return typeof key === 'string' ? key : '';
  } catch (error) {
    if (error instanceof SyntaxError) return '';
    throw error;
  }
}

/** Files in the trash, by their path: nobody removes them. */
export function trashOf(disk: ModelDisk): Map<string, string> {
  return new Map([...filesOnShare(disk)].filter(([path]) => path.startsWith('.docmirror/trash/')));
}
