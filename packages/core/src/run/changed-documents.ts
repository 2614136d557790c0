import type { Document, DocumentId } from '../document.js';
import type { DocumentStore } from '../store.js';

/** Documents read from the database at once. */
const pageSize = 500;

/** Marked documents whose row is of another version than their copy, page by page in the order of their ids. */
export async function* changedPages(store: DocumentStore, mirrorId: string): AsyncGenerator<Document[], void, void> {
  let after: DocumentId | undefined;
  for (;;) {
    const page = (await store.receipts?.changedPage({ mirrorId, after, limit: pageSize })) ?? [];
    if (page.length === 0) return;
    yield page;
    after = page.at(-1)?.id;
  }
}

/** Makes documents that changed since they were brought pending again, until `isStopping` says so. */
export async function releaseChanged(store: DocumentStore, mirrorId: string, isStopping: () => boolean): Promise<void> {
  for await (const page of changedPages(store, mirrorId)) {
    if (isStopping()) return;
    await store.takeBack(page);
  }
}
