export type { Document, DocumentId, StoredDocument } from './document.js';
export { type IdType, idTypes, longestIdWithReceipts, parseDocumentId } from './document-id.js';
export { type ErrorParams, type SyncErrorCode, syncErrorCodes } from './errors/codes.js';
export { errnoName } from './errors/errno.js';
export { type FailureScope, isSyncError, SyncError, type SyncErrorOptions } from './errors/sync-error.js';
export type { DocumentFailure, RunProgress, SyncEvents } from './events.js';
export type {
  AdoptResult,
  DocumentResult,
  ErrorBody,
  FailurePage,
  Finding,
  PlanEntry,
  PlanPage,
  RestoreResult,
  RunSummary,
  SyncConfig,
  SyncStatus,
  TestResult,
  VerifyReport,
} from './http/contract.js';
export { describe } from './messages/describe.js';
export { type Locale, locales } from './messages/locale.js';
export type { AdoptRequest, CopyJob, CopyReceipt, Marker, Mirror, MirrorState } from './mirror.js';
export type { FileSystem } from './mount/file-system.js';
export { type MountMirrorOptions, mountMirror } from './mount/mount-mirror.js';
export { parseOptions } from './options.js';
export { claimOf, claimOfDocument, claimOfReceipt, claimsAbout, monthOf } from './plan/claim.js';
export { type PageGuard, pageGuard } from './plan/page-guard.js';
export { type ReceiptColumns, readReceipt } from './plan/read-receipt.js';
export { receiptFilter } from './plan/receipt-filter.js';
export { type ReceiptChanges, type ReceiptLedger, receiptLedger } from './plan/receipt-ledger.js';
export type { CopyOnShare, Receipt, StoredReceipt } from './receipt.js';
export type { BroughtDocument, DirtyMonth, ReceiptMarks, ReceiptQuery, ReceiptStore } from './receipt-store.js';
export { retried } from './retried.js';
export { createSyncEngine, type SyncEngine } from './run/engine.js';
export type { SyncEngineOptions } from './run/options.js';
export type { EngineRestoreOptions, EngineVerifyOptions, RestoreFilter } from './run/recovery-options.js';
export type { RebuildSummary, RestoreSummary } from './run/recovery-summary.js';
export type { RunOptions } from './run/run-calls.js';
export type { DocumentStore, PendingQuery, StoreCounts } from './store.js';
export type { CallOptions, PageOptions, RestoreOptions, SyncApi, SyncRunOptions, VerifyOptions } from './sync-api.js';
