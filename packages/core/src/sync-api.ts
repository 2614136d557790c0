import type { DocumentId } from './document.js';
import type { AdoptResult, DocumentResult, RunSummary, SyncConfig, SyncStatus, TestResult } from './http/contract.js';
import type { Locale } from './messages/locale.js';

export interface CallOptions {
  /** Language of the answer; default: that of the engine, or of the client. */
  readonly locale?: Locale | undefined;
  /** Lets go of this call. A run that others wait for too goes on for them. */
  readonly signal?: AbortSignal | undefined;
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
  runSync(options?: CallOptions): Promise<RunSummary>;
  /** Brings one document to the share, pending or not. Rejects with what went wrong (`DOCUMENT_*`, `SOURCE_*`, `COPY_*`, `MIRROR_*`). */
  syncDocument(id: DocumentId, options?: CallOptions): Promise<DocumentResult>;
  /** Accepts the mounted folder as the share from now on, and makes every document pending. */
  adopt(options?: CallOptions): Promise<AdoptResult>;
}
