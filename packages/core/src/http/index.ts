export { answer, type Exchange, type SyncReply } from './answer.js';
export {
  type AdoptResult,
  adoptResultSchema,
  configSchema,
  type DocumentResult,
  documentResultSchema,
  type ErrorBody,
  errorSchema,
  type RunSummary,
  type SyncConfig,
  type SyncStatus,
  statusSchema,
  summarySchema,
  type TestResult,
  testSchema,
} from './contract.js';
export { negotiateLocale } from './negotiate-locale.js';
export { documentRoute, type SyncRequest, type SyncRoute, syncRoutes } from './routes.js';
export { statusOf } from './status-of.js';
