import { posix } from 'node:path';
import type { StoredDocument } from '../document.js';
import type { Receipt } from '../receipt.js';
import { nameOf } from './layout.js';
import { mayHaveName } from './may-have-name.js';
import { versionText } from './version-text.js';

/**
 * Whether this copy is of the row as it reads now: it is marked, has the version of the receipt, and its name is one that the
 * copy may have. Anything else means that the row may stand for another content by now.
 */
export function isOfRow({ version, copy }: Receipt, row: StoredDocument): boolean {
  if (copy === null || !row.synced || version !== versionText(row)) return false;
  return mayHaveName(nameOf(row), posix.basename(copy.key), copy.checksum);
}
