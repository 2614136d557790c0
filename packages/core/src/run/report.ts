import type { DocumentId } from '../document.js';
import type { ErrorParams, SyncErrorCode } from '../errors/codes.js';
import type { Phrase } from '../messages/catalogue.js';

/** A failure without words: they depend on who asks. */
export interface Failure {
  readonly documentId: DocumentId;
  readonly code: SyncErrorCode;
  readonly params: ErrorParams;
}

export interface Warning {
  readonly phrase: Phrase;
  readonly params: ErrorParams;
}

/** Why a run could not go on. */
export interface StopReason {
  readonly code: SyncErrorCode;
  readonly params: ErrorParams;
}

/** Result of a run, without words. */
export interface RunReport {
  readonly total: number;
  readonly synced: number;
  readonly failed: number;
  /** Bytes of the documents synced. */
  readonly bytes: number;
  /** The first 1,000. */
  readonly failures: readonly Failure[];
  readonly warnings: readonly Warning[];
  readonly stopped: StopReason | undefined;
  /** Only with receipts. */
  readonly withReceipts?: {
    /** Documents that keep failing and were not tried; not part of `total`. */
    readonly waiting: number;
    /** Copies of deleted documents that were taken away. */
    readonly removed: number;
  };
  /** What would be done; nothing was. */
  readonly dryRun?: true;
}
