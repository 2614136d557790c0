export type { Authorize, SyncRouterOptions } from './router-options.js';
export { createSyncRouter } from './sync-router.js';
