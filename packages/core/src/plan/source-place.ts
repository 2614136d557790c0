import { isAbsolute, relative, resolve, sep } from 'node:path';

/** Where on the local disk a copy goes back to. */
export interface SourcePlace {
  /** Absolute folder; nothing outside it is written. */
  readonly root: string;
  /** POSIX path below it. */
  readonly path: string;
}

/**
 * Where a row says that its file is: in the first source root that this path does not lead out of. Undefined where it
 * leads out of all.
 */
export function placeOfSource(source: string, sourceRoots: readonly string[]): SourcePlace | undefined {
  if (source.includes('\0')) return undefined;
  for (const root of sourceRoots) {
    const way = relative(root, resolve(root, source));
    if (way === '' || isAbsolute(way) || way.split(sep)[0] === '..') continue;
    return { root, path: way.split(sep).join('/') };
  }
  return undefined;
}
