import type { Document } from '../document.js';
import { isSyncError } from '../errors/sync-error.js';
import type { ListedCopy } from './document-line.js';
import type { Layout } from './layout.js';
import { mayHaveKey } from './may-have-key.js';
import { rowWords } from './row-words.js';

/**
 * Whether a row is of the document that a line of a list is of. An id alone says little: after a restore from a dump the
 * next row gets one that a lost document had, and what the line names may be all that is left of that.
 *
 * `same`: it names the same file, and one more thing agrees. `alike`: its copy would get this name, though its file is
 * another. In all cases but the first, its content decides where there is one.
 */
export function compareWithRow(
  { copy, row: line }: ListedCopy,
  row: Document,
  layout: Layout,
): 'same' | 'alike' | 'other' {
  const now = rowWords(row);
  const isPlace = hasPlace(row, layout, copy);
  const hasSameSource = line !== null && line.source !== null && line.source === now.source;
  const hasSameName = line !== null && line.name !== null && line.name === now.name;
  const hasSameDate = line !== null && line.date !== null && line.date === now.date;
  if (hasSameSource && (isPlace || hasSameName || hasSameDate)) return 'same';
  return isPlace ? 'alike' : 'other';
}

function hasPlace(row: Document, layout: Layout, copy: ListedCopy['copy']): boolean {
  try {
    return mayHaveKey(row, layout, copy);
  } catch (error) {
    if (isSyncError(error)) return false;
    throw error;
  }
}
