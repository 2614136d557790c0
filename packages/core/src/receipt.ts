import type { DocumentId } from './document.js';

/**
 * What is known of one document on one share. The words stand once, here; a store keeps them in a table of ours
 * (`docmirror_receipts`), beside the host's.
 */
export interface Receipt {
  /** Marker id of the share. */
  readonly mirrorId: string;
  readonly documentId: DocumentId;
  /**
   * `current`: the document's own copy, or where there is none yet (`copy` null) how bringing it failed; one a document
   * and share. `leaving`: an older copy under another key, to be removed; it keeps its name until it is gone.
   */
  readonly role: 'current' | 'leaving';
  readonly copy: CopyOnShare | null;
  /** The row's type in the layout's form (see `typeKey`); for retention and filters, also when the row is gone. */
  readonly type: string;
  /** The row's version as it read after the mark (which may have changed it), as text. Null where none is mapped. */
  readonly version: string | null;
  /** What else the row said when its copy was marked; null where there is no copy, or nobody knows. */
  readonly row: RowWords | null;
  /** When the copy was marked. */
  readonly syncedAt: Date | null;
  /** When the copy was last read and found right. */
  readonly verifiedAt: Date | null;
  /** Failures since the last success. */
  readonly attempts: number;
  /** Not tried by a run before. Null: at once. */
  readonly nextAttemptAt: Date | null;
  /** A `SyncErrorCode`, or one of another version of docmirror: that is kept as it is. */
  readonly lastError: string | null;
}

/**
 * A receipt as a store returns it. Its claim is the value that the store keeps: `claimOfReceipt`, unless somebody changed
 * the table by hand. Pages are in its order and go on after it, and it is how the store finds this receipt again.
 */
export interface StoredReceipt extends Receipt {
  readonly claim: string;
}

/** What tells a document from another that got its id later, as text. */
export interface RowWords {
  readonly date: string | null;
  /** Null: the last part of `source` is the name. */
  readonly name: string | null;
  readonly source: string | null;
}

/** One file on the share and what it must hold. */
export interface CopyOnShare {
  /** POSIX path relative to the root. */
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** SHA-256, lower-case hex. */
  readonly checksum: string;
}
