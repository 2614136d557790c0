import type { DocumentId } from './document.js';
import type { SyncErrorCode } from './errors/codes.js';
import type { Finding } from './http/contract.js';
import type { CopyReceipt } from './mirror.js';

export interface RunProgress {
  /** Documents this run set out to do. */
  readonly total: number;
  readonly synced: number;
  readonly failed: number;
  /** Bytes of the documents synced so far. */
  readonly bytes: number;
  readonly elapsedMs: number;
  readonly bytesPerSecond: number;
  /** Estimated time left; null until one document is done. */
  readonly remainingMs: number | null;
}

export interface DocumentFailure {
  readonly documentId: DocumentId;
  readonly code: SyncErrorCode;
  /** In the engine's language. */
  readonly message: string;
}

/** What the engine tells, by event name. Listeners may throw or reject: that goes to `onError` and harms nothing. */
export type SyncEvents = {
  'run:started': { readonly total: number };
  /** After every batch of marks and every failure. */
  'run:progressed': RunProgress;
  'run:finished': RunProgress & { readonly stopped?: { readonly code: SyncErrorCode; readonly message: string } };
  /** Copied, durable and marked; in place of the copy before where `receipt.outcome` is `replaced`. `from`: key it moved away from. */
  'document:copied': { readonly documentId: DocumentId; readonly receipt: CopyReceipt; readonly from?: string };
  /** An identical copy was there; the row is marked. */
  'document:unchanged': { readonly documentId: DocumentId; readonly receipt: CopyReceipt; readonly from?: string };
  'document:failed': DocumentFailure;
  /**
   * A copy was taken away: its document moved to another key, or is gone. `trash`: folder below `.docmirror/trash` that it
   * was moved to; null: it was deleted. Only with receipts.
   */
  'copy:removed': {
    readonly documentId: DocumentId;
    readonly key: string;
    readonly reason: 'moved' | 'deleted';
    readonly trash: string | null;
  };
  /** During `verify`, as each is found; in the engine's language. */
  'verify:found': Finding;
  /** Every few copies; `cursor` is where another verification could go on. `bytes`: read from the share. */
  'verify:progressed': {
    readonly checked: number;
    readonly findings: number;
    readonly bytes: number;
    readonly cursor: string | null;
  };
  /** After every copy, when many are restored. */
  'restore:progressed': { readonly restored: number; readonly present: number; readonly failed: number };
  /** Every few hundred documents. */
  'rebuild:progressed': { readonly looked: number; readonly marked: number };
  'mirror:lost': { readonly code: SyncErrorCode; readonly message: string };
  'mirror:recovered': Record<string, never>;
};
