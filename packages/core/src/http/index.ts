export { answer, type Exchange, type SyncReply } from './answer.js';
export type { RequestWithBody } from './body.js';
export {
  type AdoptResult,
  adoptResultSchema,
  configSchema,
  type DocumentResult,
  documentResultSchema,
  type ErrorBody,
  errorSchema,
  type FailurePage,
  type Finding,
  failuresSchema,
  type PlanEntry,
  type PlanPage,
  planSchema,
  type RebuildSummary,
  type RestoreResult,
  type RunSummary,
  rebuildSchema,
  restoreResultSchema,
  type SyncConfig,
  type SyncStatus,
  statusSchema,
  summarySchema,
  type TestResult,
  testSchema,
  type VerifyReport,
  verifySchema,
} from './contract.js';
export { negotiateLocale } from './negotiate-locale.js';
export { type Query, queryOf } from './query.js';
export { documentRoute, type SyncRequest, type SyncRoute, syncRoutes } from './routes.js';
export { statusOf } from './status-of.js';
