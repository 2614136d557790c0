import type { DocumentId } from '../document.js';
import type { IdType } from '../document-id.js';
import type { DocumentStore } from '../store.js';

/** A row as the suite writes it, past the store. */
export interface SuiteRow {
  readonly id: DocumentId;
  readonly type: string | null;
  /** A calendar date, `2024-01-31`. */
  readonly date: string | null;
  readonly source: string | null;
  readonly fileName: string | null;
  /** ISO 8601 UTC with as many digits of a second as `versionDigits` says; stands in for an `updated_at`. */
  readonly version: string | null;
  readonly synced: boolean | null;
  /** ISO 8601 UTC. */
  readonly syncedAt: string | null;
  /** False: the row is one that the store's own filter leaves out. */
  readonly inScope: boolean;
}

/** The way past the store, to the table itself. */
export interface SuiteRows {
  /** Adds rows, or replaces those with the same id. May get thousands in one call. */
  put(rows: readonly SuiteRow[]): Promise<void>;
  remove(id: DocumentId): Promise<void>;
  /** The mark of a row, as it stands in the table. */
  readMark(id: DocumentId): Promise<{ readonly synced: boolean | null; readonly syncedAt: unknown } | undefined>;
  /** From now on every row gets another version when its mark is set or taken away, as by a trigger of the database. */
  bumpVersions?(): Promise<void>;
  /** Writes another claim into the document's current receipt, as somebody at the table would. Needed for receipts. */
  editClaim?(documentId: DocumentId, claim: string): Promise<void>;
  /** From now on no row keeps a mark that is set, as with a trigger that resets it, after the update where the database allows that. */
  undoMarks?(): Promise<void>;
}

/** One store over an empty table of its own, with `fileName`, `version` and a filter mapped. */
export interface StoreHarness {
  readonly store: DocumentStore;
  readonly rows: SuiteRows;
  close(): Promise<void>;
}

/** Any test runner that knows describe and test: vitest, jest, mocha, node:test. */
export interface DocumentStoreSuiteOptions {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly test: (name: string, body: () => Promise<void>) => unknown;
  /** Title of the suite. */
  readonly name: string;
  /** The reason why this store cannot be tested here; then one test is announced with it by `skipTest`. */
  readonly skip?: string | undefined;
  /** The runner's way to say that a test is skipped; default: the suite says it on the console. */
  readonly skipTest?: ((title: string, reason: string) => unknown) | undefined;
  /** Whether the store keeps receipts, in an empty table of their own; then their contract is tested too. Default false. */
  readonly receipts?: boolean | undefined;
  /** Whether the rows have `bumpVersions` and `undoMarks`; receipts need them. Default: that of `receipts`. */
  readonly triggers?: boolean | undefined;
  /** What the ids of the table are. Default `integer`. */
  readonly idType?: IdType | undefined;
  /** Digits of a second that the store can tell versions apart by; default 6 (microseconds), 3 for stores that read Dates. */
  readonly versionDigits?: 3 | 6 | undefined;
  /** Called for each test. */
  create(): Promise<StoreHarness>;
}

/** What a group of tests is given. */
export interface SuiteContext {
  readonly idType: IdType;
  readonly versionDigits: 3 | 6;
  /** The nth row, pending and with a file, but for what is said otherwise. */
  row(n: number, otherwise?: Partial<SuiteRow>): SuiteRow;
  /** A test over a store of its own, closed afterwards whatever happens. */
  check(name: string, body: (harness: StoreHarness) => Promise<void>): void;
}
