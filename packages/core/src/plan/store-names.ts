import { posix } from 'node:path';
import type { Document } from '../document.js';
import { isSyncError } from '../errors/sync-error.js';
import type { CopyOnShare } from '../receipt.js';
import { candidateNames, checksumName } from './candidates.js';
import { foldName } from './fold-name.js';
import { type Layout, planPlace } from './layout.js';

/** What stands for a document in a name that no other store gives: `<id>-<tag of the store>`. */
export function idTagWithStore(idTag: string, storeTag: string): string {
  return `${idTag}-${storeTag}`;
}

/**
 * Whether this is a copy of just this document under a name that only this store gives. Such a file is its own, whoever
 * else uses the share.
 */
export function hasNameOfStore(
  document: Document,
  layout: Layout,
  { key, checksum }: Pick<CopyOnShare, 'key' | 'checksum'>,
  storeTag: string,
): boolean {
  try {
    const { fileName, idTag } = planPlace(document, layout);
    const tag = idTagWithStore(idTag, storeTag);
    const names = [candidateNames(fileName, tag)[1], checksumName(fileName, tag, checksum)];
    return names.some((name) => foldName(name) === foldName(posix.basename(key)));
  } catch (error) {
    if (isSyncError(error)) return false;
    throw error;
  }
}
