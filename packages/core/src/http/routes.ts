import { SyncError } from '../errors/sync-error.js';
import type { Locale } from '../messages/locale.js';
import type { SyncApi } from '../sync-api.js';

export interface SyncRequest {
  /** The path's parameters, decoded. */
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly locale: Locale;
}

/** One endpoint, as data: an adapter binds these to its framework and adds none of its own. */
export interface SyncRoute {
  readonly method: 'GET' | 'POST';
  /** Below the base path; `:id` stands for one segment. */
  readonly path: string;
  /** Resolves to the body of a 200; rejects with what `answer` turns into an error body. */
  readonly handler: (sync: SyncApi, request: SyncRequest) => Promise<object>;
}

/** The one route with a parameter. Without a readable one it answers as for any malformed id. */
export const documentRoute: SyncRoute = {
  method: 'POST',
  path: '/document/:id',
  handler: async (sync, { params, locale }) => {
    if (params.id === undefined) throw new SyncError('DOCUMENT_ID_INVALID');
    return sync.syncDocument(params.id, { locale });
  },
};

/**
 * Body and query are ignored. A caller who hangs up cancels nothing: proxies and browsers give up long before a
 * first run is done, and the run goes on.
 */
export const syncRoutes: readonly SyncRoute[] = [
  { method: 'GET', path: '/status', handler: (sync, { locale }) => sync.getStatus({ locale }) },
  { method: 'GET', path: '/config', handler: (sync, { locale }) => sync.getConfig({ locale }) },
  { method: 'POST', path: '/test', handler: (sync, { locale }) => sync.testConnection({ locale }) },
  { method: 'POST', path: '/run', handler: (sync, { locale }) => sync.runSync({ locale }) },
  documentRoute,
  { method: 'POST', path: '/adopt', handler: (sync, { locale }) => sync.adopt({ locale }) },
];
