import type { Document, DocumentId } from '../document.js';
import type { DocumentStore } from '../store.js';
import { placeOfDocument, walkPages } from './pages.js';

/** Documents read from the database at once. */
const pageSize = 500;

/** Marked documents whose row is of another version than their copy, page by page in the order of their ids. */
export function changedPages({ receipts }: DocumentStore, mirrorId: string): AsyncIterable<readonly Document[]> {
  return walkPages<Document, DocumentId>(
    async (after) => (await receipts?.changedPage({ mirrorId, after, limit: pageSize })) ?? [],
    placeOfDocument,
  );
}

/** Makes documents that changed since they were brought pending again, until `isStopping` says so. */
export async function releaseChanged(store: DocumentStore, mirrorId: string, isStopping: () => boolean): Promise<void> {
  for await (const page of changedPages(store, mirrorId)) {
    if (isStopping()) return;
    await store.takeBack(page);
  }
}
