import type { Document } from '../document.js';
import type { CopyOnShare } from '../receipt.js';
import { candidateNames, checksumName } from './candidates.js';
import { planCopy } from './copy-plan.js';
import { foldName } from './fold-name.js';
import type { Layout } from './layout.js';

/**
 * Whether the layout could give the document this copy's key, as its row reads now. Throws as `planPlace`.
 *
 * @param storeTag as of `planCopy`.
 */
export function mayHaveKey(
  document: Document,
  layout: Layout,
  { key, checksum }: CopyOnShare,
  storeTag?: string,
): boolean {
  const { directory, fileName, idTag } = planCopy(document, layout, storeTag);
  const names = [...candidateNames(fileName, idTag), checksumName(fileName, idTag, checksum)];
  return names.some((name) => foldName(`${directory}/${name}`) === foldName(key));
}
