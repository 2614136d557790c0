import type { StoredDocument } from '../document.js';
import type { ListedCopy } from '../plan/document-line.js';
import type { DocumentStore } from '../store.js';

/** The row with the id that a line of a list names, where there is one with a file. */
export async function rowOfLine(store: DocumentStore, { document }: ListedCopy): Promise<StoredDocument | undefined> {
  const id = store.parseId(document);
  const row = id === undefined ? undefined : await store.find(id);
  return row?.source ? row : undefined;
}
