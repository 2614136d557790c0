import type { Document, StoredDocument } from '../document.js';
import type { Receipt } from '../receipt.js';
import { candidateNames, checksumName } from './candidates.js';
import { foldName } from './fold-name.js';
import { nameOf } from './layout.js';
import { versionText } from './version-text.js';

/**
 * Whether this copy is of the row as it reads now: it is marked, has the version of the receipt, and its name is one that the
 * copy may have. Anything else means that the row may stand for another content by now.
 */
export function isOfRow({ version, copy }: Receipt, row: StoredDocument): boolean {
  return row.synced && copy !== null && version === versionText(row) && mayHaveName(row, copy.key, copy.checksum);
}

function mayHaveName(row: Document, key: string, checksum: string): boolean {
  const { fileName, idTag } = nameOf(row);
  const name = foldName(key.slice(key.lastIndexOf('/') + 1));
  return [...candidateNames(fileName, idTag), checksumName(fileName, idTag, checksum)].some(
    (candidate) => foldName(candidate) === name,
  );
}
