import { posix } from 'node:path';
import type { Document } from '../document.js';
import type { CopyOnShare } from '../receipt.js';
import { foldName } from './fold-name.js';
import { type Layout, planPlace } from './layout.js';
import { mayHaveName } from './may-have-name.js';

/** Whether the layout could give the document this copy's key, as its row reads now. Throws as `planPlace`. */
export function mayHaveKey(document: Document, layout: Layout, { key, checksum }: CopyOnShare): boolean {
  const place = planPlace(document, layout);
  return (
    foldName(posix.dirname(key)) === foldName(place.directory) && mayHaveName(place, posix.basename(key), checksum)
  );
}
