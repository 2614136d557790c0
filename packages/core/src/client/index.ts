export { type SyncErrorCode, syncErrorCodes } from '../errors/codes.js';
export { isSyncError, SyncError } from '../errors/sync-error.js';
export type {
  AdoptResult,
  DocumentResult,
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
} from '../http/contract.js';
export type { Locale } from '../messages/locale.js';
export type { CallOptions, PageOptions, RestoreOptions, SyncApi, SyncRunOptions, VerifyOptions } from '../sync-api.js';
export type { SyncClientOptions } from './client-options.js';
export { createSyncClient } from './sync-client.js';
