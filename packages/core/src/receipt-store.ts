import type { Document, DocumentId } from './document.js';
import type { CopyOnShare, Receipt, StoredReceipt } from './receipt.js';

export interface ReceiptQuery {
  readonly mirrorId: string;
  /** Default: both. */
  readonly role?: Receipt['role'] | undefined;
  /** Only of these documents. Any number. */
  readonly documentIds?: readonly DocumentId[] | undefined;
  /** Only those whose copy has one of these keys, compared by `claimOf` (case and Unicode form do not count). Any number. */
  readonly keys?: readonly string[] | undefined;
  /** Only copies of this month (see `monthOf`): `2024-01`, `undated`. */
  readonly month?: string | undefined;
  /** Only of this type. */
  readonly type?: string | undefined;
  /** True: only current ones of documents that failed since they last succeeded. */
  readonly failing?: true | undefined;
  /** True: only those with a copy. */
  readonly withCopy?: true | undefined;
  /** Only copies never verified, or not since. */
  readonly verifiedBefore?: Date | undefined;
  /** Only those whose stored claim comes after this one: `claim` of the last receipt of the page before. */
  readonly after?: string | undefined;
  /** At most so many, at least 1. */
  readonly limit: number;
}

/** A document that was brought to the share, and its copy there. */
export interface BroughtDocument {
  readonly document: Document;
  readonly copy: CopyOnShare;
  /** In the layout's form. */
  readonly type: string;
}

export interface ReceiptMarks {
  /** Rows marked, receipts written. */
  readonly marked: readonly DocumentId[];
  /** Not marked: another document has a claim on the key. */
  readonly taken: readonly DocumentId[];
}

/** A month whose lists on the share are behind the receipts. */
export interface DirtyMonth {
  readonly month: string;
  /** Changes with every change of the month. */
  readonly token: string;
}

/**
 * Where receipts live: an optional capability of a `DocumentStore`, over the same database, so that a mark and its
 * receipt are one transaction.
 *
 * Claim: a receipt with a copy, current or leaving, holds the name of its copy: share and `claimOf(key)` are unique. That is
 * how two instances, or two documents with the same content, never come to share a copy.
 * Order: pages come in the order of the stored claims, which is as good as random: the first hundredth is a fair sample.
 * Rows changed by hand: a stored claim may be any text, and need not be that of the key. Pages still return each receipt
 * once and come to an end, and `note`, `mark` and `remove` find a receipt that was read by the claim it was read with.
 *
 * Every method may reject, as those of `DocumentStore`. Marks are tried again on deadlocks and broken connections.
 */
export interface ReceiptStore {
  /** Marker id of the share that documents are brought to; undefined when none was ever used. */
  expectedMirror(): Promise<string | undefined>;
  /** From now on it is this one. */
  expectMirror(mirrorId: string): Promise<void>;
  /** Identity of the store on every share; undefined: none is kept yet. */
  storeId(): Promise<string | undefined>;
  /**
   * Keeps this identity where none is kept yet, or `instead` is. Resolves to the one that is kept then: of several instances
   * that keep one at once, all get the same.
   */
  keepStoreId(id: string, instead?: string): Promise<string>;
  /** Receipts in the order of their stored claims. An empty page is the end. */
  page(query: ReceiptQuery): Promise<StoredReceipt[]>;
  /** Copies: current receipts with one. Failing: documents that failed since they last succeeded. */
  counts(mirrorId: string): Promise<{ readonly copies: number; readonly failing: number }>;
  /**
   * `DocumentStore.mark` and the receipts of what was marked, in one transaction. The receipt gets the version as it reads
   * after the mark, and no failures; `verifiedAt` stays where the copy is the same. A current receipt that had another key becomes `leaving`. The months of all copies
   * concerned become dirty. Where another document has a claim on the key (of two in one call, the first), or the key is that
   * of a leaving copy (whosoever: it may be removed at any moment), the row ends pending and nothing is written. A row that
   * does not read as marked once that is committed is not among the marked, as in `DocumentStore.mark`.
   */
  mark(mirrorId: string, brought: readonly BroughtDocument[]): Promise<ReceiptMarks>;
  /**
   * Writes what was learned of these receipts (`verifiedAt`, `attempts`, `nextAttemptAt`, `lastError`) where they still have
   * the same role, copy and time of marking; those that changed since they were read are left as they are. One without a
   * copy is inserted where its document has no current one. No month becomes dirty.
   */
  note(receipts: readonly Receipt[]): Promise<void>;
  /**
   * Inserts receipts, or replaces those of the same document with the same claim; for rebuilding. One whose claim another
   * document has is not written. A current receipt replaces every other current one of its document. Months become dirty
   * where a copy is new or another.
   */
  write(receipts: readonly Receipt[]): Promise<void>;
  /** Deletes these receipts where they still have the same role and copy, and makes their months dirty. */
  remove(receipts: readonly Receipt[]): Promise<void>;
  /** Deletes every receipt of this share. */
  removeAll(mirrorId: string): Promise<void>;
  /**
   * Documents in scope and with a file that are marked, have a current receipt with a copy on this share, and whose version
   * is not the receipt's any more. In the order of their ids. Empty where no version is mapped.
   */
  changedPage(query: {
    readonly mirrorId: string;
    readonly after?: DocumentId | undefined;
    readonly limit: number;
  }): Promise<Document[]>;
  /**
   * Documents in scope and with a file that are marked and have no current receipt with a copy on this share (it was
   * brought before there were receipts, or a receipt was lost), in the order of their ids.
   */
  unreceiptedPage(query: {
    readonly mirrorId: string;
    readonly after?: DocumentId | undefined;
    readonly limit: number;
  }): Promise<Document[]>;
  /** How many `unreceiptedPage` has in all. One query, or one pass in pages. */
  countUnreceipted(mirrorId: string): Promise<number>;
  /** Current receipts, with or without a copy, whose document is gone or out of scope, in the order of their stored claims. */
  deletedPage(query: {
    readonly mirrorId: string;
    /** True: only of those that failed since they last succeeded. Then no more is read than failing receipts. */
    readonly failing?: true | undefined;
    readonly after?: string | undefined;
    readonly limit: number;
  }): Promise<StoredReceipt[]>;
  /** All of them; there are as many as months with changes. */
  dirtyMonths(mirrorId: string): Promise<DirtyMonth[]>;
  /** The lists of this month are written; still dirty if the token is another by now. */
  cleanMonth(mirrorId: string, month: DirtyMonth): Promise<void>;
}
