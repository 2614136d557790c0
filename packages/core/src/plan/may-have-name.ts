import { candidateNames, checksumName } from './candidates.js';
import { foldName } from './fold-name.js';
import type { Place } from './layout.js';
import { idTagWithStore } from './store-names.js';

/**
 * Whether a copy with this content may have this name, by the name that its document has. Where another store was in the
 * way, the tag of the document's store stands in it; which it was, only the name still tells after a rebuild.
 */
export function mayHaveName(
  { fileName, idTag }: Pick<Place, 'fileName' | 'idTag'>,
  name: string,
  checksum: string,
): boolean {
  const inName = [...name.matchAll(/-([\da-f]{8})(?=[-.]|$)/g)].map(([, tag = '']) => idTagWithStore(idTag, tag));
  return [idTag, ...inName]
    .flatMap((tag) => [...candidateNames(fileName, tag), checksumName(fileName, tag, checksum)])
    .some((candidate) => foldName(candidate) === foldName(name));
}
