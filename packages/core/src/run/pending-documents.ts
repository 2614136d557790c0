import type { Document, DocumentId } from '../document.js';
import type { DocumentStore } from '../store.js';
import { placeOfDocument, walkPages } from './pages.js';

/** Documents read from the database at once. */
const pageSize = 500;

/** All documents pending now, page by page in the order of their ids; those that come to be pending later are not among them. */
export async function* pendingDocuments(store: DocumentStore, limit: number): AsyncGenerator<Document, void, void> {
  if (limit === 0) return;
  const upTo = await store.lastPendingId();
  if (upTo === undefined) return;
  let left = limit;
  const pending = (after: DocumentId | undefined) =>
    store.pendingPage({ after, upTo, limit: Math.min(pageSize, left) });
  for await (const page of walkPages(pending, placeOfDocument)) {
    for (const document of page) yield document;
    left -= page.length;
    if (left <= 0) return;
  }
}
