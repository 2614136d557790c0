import type { Document } from '../document.js';
import type { Layout } from '../plan/layout.js';
import { longestWaitMs } from '../plan/next-attempt.js';
import type { DocumentStore } from '../store.js';
import { claimsOfPage } from './claims-of-page.js';
import type { DocumentClaims } from './document-claims.js';
import type { NewNames } from './new-names.js';

export interface DocumentToBring {
  readonly document: Document;
  /** With receipts. */
  readonly claims?: DocumentClaims | undefined;
}

/** Documents whose receipts are read at once. */
const pageSize = 500;

/** The same documents in the same order, each with what receipts say that concerns it. */
export async function* documentsToBring(
  { store, layout }: { readonly store: DocumentStore; readonly layout: Layout },
  { mirrorId, storeTag }: { readonly mirrorId: string | null; readonly storeTag: string },
  documents: AsyncIterable<Document>,
  newNames: NewNames,
): AsyncGenerator<DocumentToBring, void, void> {
  const { receipts } = store;
  if (receipts === undefined) {
    for await (const document of documents) yield { document };
    return;
  }
  for await (const page of pagesOf(documents)) {
    const claims = await claimsOfPage({ receipts, mirrorId, layout, newNames, storeTag }, page);
    for (const [n, document] of page.entries()) yield { document, claims: claims[n] };
  }
}

async function* pagesOf(documents: AsyncIterable<Document>): AsyncGenerator<Document[], void, void> {
  let page: Document[] = [];
  for await (const document of documents) {
    page.push(document);
    if (page.length < pageSize) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

/**
 * Whether a run passes it over for now, because it keeps failing. A time further off than any wait comes from a clock that
 * was wrong, or from a hand: nothing waits for it.
 */
export function isWaiting({ claims }: DocumentToBring, now: number): boolean {
  const waitMs = (claims?.receipt?.nextAttemptAt?.getTime() ?? 0) - now;
  return waitMs > 0 && waitMs <= longestWaitMs;
}
