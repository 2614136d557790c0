import { SyncError } from '../errors/sync-error.js';
import type { Locale } from '../messages/locale.js';
import type { SyncApi } from '../sync-api.js';
import { pageQuery, type Query, readQuery, restoreQuery, verifyQuery } from './query.js';

export interface SyncRequest {
  /** The path's parameters, decoded. */
  readonly params: Readonly<Record<string, string | undefined>>;
  /** What stands behind the `?`; see `queryOf`. */
  readonly query: Query;
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

/** Without a readable id it answers as for any malformed one. */
export const documentRoute: SyncRoute = {
  method: 'POST',
  path: '/document/:id',
  handler: async (sync, { params, locale }) => sync.syncDocument(idOf(params), { locale }),
};

/**
 * Bodies are ignored, and so is what a query has that a route does not know. A caller who hangs up cancels nothing:
 * proxies and browsers give up long before a first run is done, and the run goes on.
 */
export const syncRoutes: readonly SyncRoute[] = [
  { method: 'GET', path: '/status', handler: (sync, { locale }) => sync.getStatus({ locale }) },
  { method: 'GET', path: '/config', handler: (sync, { locale }) => sync.getConfig({ locale }) },
  { method: 'POST', path: '/test', handler: (sync, { locale }) => sync.testConnection({ locale }) },
  { method: 'POST', path: '/run', handler: (sync, { locale }) => sync.runSync({ locale }) },
  documentRoute,
  {
    method: 'POST',
    path: '/document/:id/restore',
    handler: async (sync, { params, query, locale }) =>
      sync.restore(idOf(params), { ...readQuery(restoreQuery, query), locale }),
  },
  {
    method: 'GET',
    path: '/plan',
    handler: async (sync, { query, locale }) => sync.plan({ ...readQuery(pageQuery, query), locale }),
  },
  {
    method: 'POST',
    path: '/verify',
    handler: async (sync, { query, locale }) => {
      const { older_than_ms: olderThanMs, ...options } = readQuery(verifyQuery, query);
      return sync.verify({ ...options, olderThanMs, locale });
    },
  },
  {
    method: 'GET',
    path: '/failures',
    handler: async (sync, { query, locale }) => sync.getFailures({ ...readQuery(pageQuery, query), locale }),
  },
  { method: 'POST', path: '/adopt', handler: (sync, { locale }) => sync.adopt({ locale }) },
];

function idOf({ id }: SyncRequest['params']): string {
  if (id === undefined) throw new SyncError('DOCUMENT_ID_INVALID');
  return id;
}
