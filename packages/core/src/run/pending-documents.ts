import type { Document, DocumentId } from '../document.js';
import type { DocumentStore } from '../store.js';

/** Documents read from the database at once. */
const pageSize = 500;

/** All documents pending now, page by page in the order of their ids; those that come to be pending later are not among them. */
export async function* pendingDocuments(store: DocumentStore, limit: number): AsyncGenerator<Document, void, void> {
  if (limit === 0) return;
  const upTo = await store.lastPendingId();
  if (upTo === undefined) return;
  let left = limit;
  let after: DocumentId | undefined;
  while (left > 0) {
    const page = await store.pendingPage({ after, upTo, limit: Math.min(pageSize, left) });
    if (page.length === 0) return;
    for (const document of page) yield document;
    left -= page.length;
    const last = page.at(-1)?.id;
    // An id that a driver hands out otherwise than it is would lead to the same page for ever.
    if (last === after) return;
    after = last;
  }
}
