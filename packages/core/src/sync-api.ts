import type { DocumentId } from './document.js';
import type {
  AdoptResult,
  DocumentResult,
  FailurePage,
  PlanPage,
  RebuildSummary,
  RestoreResult,
  RunSummary,
  SyncConfig,
  SyncStatus,
  TestResult,
  VerifyReport,
} from './http/contract.js';
import type { Locale } from './messages/locale.js';
import type { VerifyLevel } from './mirror.js';

export interface CallOptions {
  /** Language of the answer; default: that of the engine, or of the client. */
  readonly locale?: Locale | undefined;
  /** Lets go of this call. A run that others wait for too goes on for them. */
  readonly signal?: AbortSignal | undefined;
}

export interface PageOptions extends CallOptions {
  /** `cursor` of the page before. */
  readonly after?: string | undefined;
  /** At most so many entries, 1 to 10,000. Default 1,000. */
  readonly limit?: number | undefined;
}

export interface SyncRunOptions extends CallOptions {
  /** Only says what would be done, and writes nothing. A run under way is not joined. Default false. Needs receipts. */
  readonly dryRun?: boolean | undefined;
}

export interface VerifyOptions extends CallOptions {
  /** `presence`: the copy is there; `size`: and has its size; `checksum` (default): and every byte is right. */
  readonly level?: VerifyLevel | undefined;
  /** Only a random part of the copies, above 0 and up to 1 (default: all). */
  readonly sample?: number | undefined;
  /** Only copies that were not verified for so long. Default: all. */
  readonly olderThanMs?: number | undefined;
  /** Puts right what the source still has. Default false. */
  readonly repair?: boolean | undefined;
  /** `cursor` of the report before: goes on behind it. */
  readonly after?: string | undefined;
  /** At most so many copies and files looked at. Default: all in the engine, 1,000 over HTTP. */
  readonly limit?: number | undefined;
}

export interface RestoreOptions extends CallOptions {
  /** Replaces a different file that is there. Default false. */
  readonly overwrite?: boolean | undefined;
}

export interface RebuildOptions extends CallOptions {
  /**
   * Stores on the share that are this one, from before its receipts or its database were lost: their lists become its own.
   * Default: found by what the lists say, where that is clear.
   */
  readonly from?: readonly string[] | undefined;
}

/**
 * What the engine does and what the client asks for over HTTP, in one shape. All methods reject with `SyncError`.
 */
export interface SyncApi {
  /** How the share is set up, and whether it can be used. */
  getConfig(options?: CallOptions): Promise<SyncConfig>;
  /** Really writes, reads back and removes a file on the share. Does not reject for what it finds. */
  testConnection(options?: CallOptions): Promise<TestResult>;
  /** Counts from the database, and the share as last seen. Never waits for the share. */
  getStatus(options?: CallOptions): Promise<SyncStatus>;
  /**
   * Brings every pending document to the share. Rejects only when nothing could be tried (`MIRROR_*`, `STORE_FAILED`,
   * `ENGINE_STOPPED`); a run that stops on the way resolves, with `stopped`. A call during a run joins it.
   */
  runSync(options?: SyncRunOptions): Promise<RunSummary>;
  /** Brings one document to the share, pending or not. Rejects with what went wrong (`DOCUMENT_*`, `SOURCE_*`, `COPY_*`, `MIRROR_*`). */
  syncDocument(id: DocumentId, options?: CallOptions): Promise<DocumentResult>;
  /** What a run would do now, document by document. Needs receipts. */
  plan(options?: PageOptions): Promise<PlanPage>;
  /** Compares copies with their receipts, and puts them right where asked to. Needs receipts. */
  verify(options?: VerifyOptions): Promise<VerifyReport>;
  /** Documents that keep failing, with when they are tried next. Needs receipts. */
  getFailures(options?: PageOptions): Promise<FailurePage>;
  /** Copies one document back from the share to where its row says its file is. Needs receipts. */
  restore(id: DocumentId, options?: RestoreOptions): Promise<RestoreResult>;
  /**
   * Makes receipts and marks of the mounted share anew from what is on it. Copies nothing; what is not recognised is pending.
   * Refused during a run (`RUN_IN_PROGRESS`). Needs receipts.
   */
  rebuild(options?: RebuildOptions): Promise<RebuildSummary>;
  /** Accepts the mounted folder as the share from now on, and makes every document pending. */
  adopt(options?: CallOptions): Promise<AdoptResult>;
}
