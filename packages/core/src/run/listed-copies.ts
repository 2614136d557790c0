import type { Mirror } from '../mirror.js';
import { type ListedCopy, readDocumentLine } from '../plan/document-line.js';
import { documentList } from '../plan/own-names.js';

/**
 * What one list says, in pieces: whose the copies are, with nothing but the share to tell. Lines that cannot be read, or
 * are another store's, are passed over.
 */
export async function* listedCopies(
  mirror: Mirror,
  mirrorId: string,
  storeId: string,
  list: string,
): AsyncGenerator<ListedCopy[], void, void> {
  const name = documentList(storeId, list);
  for (let offset = 0; ; ) {
    const piece = await mirror.read({ mirrorId, name, offset });
    if (piece === null || piece.bytes === 0) return;
    offset += piece.bytes;
    yield piece.text.split('\n').flatMap((line) => {
      const copy = readDocumentLine(line);
      return copy?.store === storeId ? [copy] : [];
    });
  }
}
