import type { Document } from '../document.js';
import type { CopyOnShare } from '../receipt.js';
import { candidateNames, checksumName } from './candidates.js';
import { foldName } from './fold-name.js';
import { type Layout, planPlace } from './layout.js';

/** Whether the layout could give the document this copy's key, as its row reads now. Throws as `planPlace`. */
export function mayHaveKey(document: Document, layout: Layout, { key, checksum }: CopyOnShare): boolean {
  const { directory, fileName, idTag } = planPlace(document, layout);
  const names = [...candidateNames(fileName, idTag), checksumName(fileName, idTag, checksum)];
  return names.some((name) => foldName(`${directory}/${name}`) === foldName(key));
}
