import type { Document, DocumentId, StoredDocument } from './document.js';
import type { ReceiptStore } from './receipt-store.js';

export interface StoreCounts {
  /** Documents that have a file and are in the store's scope. */
  readonly total: number;
  readonly synced: number;
  /** `total - synced`. A null mark counts as pending. */
  readonly pending: number;
  /** The newest `synced_at` of all synced documents. */
  readonly lastSync: Date | null;
}

export interface PendingQuery {
  /** Only documents whose id comes after this one. */
  readonly after?: DocumentId | undefined;
  /** Only documents up to and with this id. */
  readonly upTo: DocumentId;
  /** At most so many, at least 1. */
  readonly limit: number;
}

/** What tells a store from others that may use the same share (other tables, tenants or apps). */
export interface StoreIdentity {
  /** As the host gave it (`storeId`); undefined: the engine makes one and has it kept with the receipts. */
  readonly given?: string | undefined;
  /** From what the store sees of which table (see `derivedStoreId`): the same each time, another for another table or scope. */
  readonly derived: string;
}

/**
 * Where documents and their marks live. The engine knows the database only through this.
 *
 * Scope: a store sees the rows that its own filter lets through (tenants, soft deletes). `counts`,
 * `lastPendingId` and `pendingPage` leave out documents without file (source null or empty); `find` does not.
 *
 * Every method may reject; the engine then stops the run, and nothing is marked that was not confirmed before.
 * A store never opens, closes or configures the host's connection.
 */
export interface DocumentStore {
  readonly identity: StoreIdentity;
  /** Receipts of the copies, where the host has a table for them. Undefined: what needs them refuses with `RECEIPTS_NEEDED`. */
  readonly receipts?: ReceiptStore | undefined;
  /**
   * Reads an id as it stands in a URL. Undefined when it cannot be an id of this store; never throws. With receipts, a text
   * of more than 500 UTF-16 units cannot. A row whose id is not what `parseId(String(id))` gives is still read by the pages;
   * the engine refuses that document by itself (`DOCUMENT_ID_INVALID`), and never marks it or keeps a receipt of it.
   */
  parseId(text: string): DocumentId | undefined;
  /** The row with this id, in scope, marked or not. */
  find(id: DocumentId): Promise<StoredDocument | undefined>;
  counts(): Promise<StoreCounts>;
  /** The highest id among pending documents, the bound of a run. Undefined when none is pending. */
  lastPendingId(): Promise<DocumentId | undefined>;
  /** Pending documents in the order of their ids. An empty page is the end. */
  pendingPage(query: PendingQuery): Promise<Document[]>;
  /**
   * Marks these documents as synced, now. A row is marked only if every mapped column still reads as in the
   * given document (null equals null); it may be marked already. Returns the ids that were marked and read as marked
   * afterwards, once the mark is committed: a policy, a trigger or a replica of the database may have the last word.
   * A row that changed, left the scope, is gone or did not keep its mark is not in the result, and is no error.
   */
  mark(documents: readonly Document[]): Promise<DocumentId[]>;
  /** Makes these documents pending again, whatever else they say. Unknown ids are passed over. */
  unmark(ids: readonly DocumentId[]): Promise<void>;
  /**
   * Makes those of these documents pending again that are in scope and whose every mapped column still reads as given:
   * what somebody else has brought or marked meanwhile stays as it is.
   */
  takeBack(documents: readonly Document[]): Promise<void>;
  /** All documents in scope with a file, marked or not, in the order of their ids. An empty page is the end. */
  page(query: { readonly after?: DocumentId | undefined; readonly limit: number }): Promise<StoredDocument[]>;
  /** Makes every document in scope pending again: the marks belong to another share. */
  unmarkAll(): Promise<void>;
}
