import type { z } from 'zod';
import { SyncError } from '../errors/sync-error.js';
import type { Locale } from '../messages/locale.js';
import type { SyncApi } from '../sync-api.js';
import { fieldsOf, type RequestWithBody } from './body.js';
import {
  noQuery,
  pageQuery,
  type Query,
  readQuery,
  rebuildQuery,
  restoreQuery,
  runQuery,
  verifyQuery,
} from './query.js';

export interface SyncRequest {
  /** The path's parameters, decoded. */
  readonly params: Readonly<Record<string, string | undefined>>;
  /** What stands behind the `?`; see `queryOf`. */
  readonly query: Query;
  /** The request itself, of which a POST route reads the body, once the request is let in. */
  readonly incoming: RequestWithBody;
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

/** @param schema what the request may ask for by name, in its query or, if it is a POST, in its body; all else is refused. */
function route<Schema extends z.ZodObject>(
  method: SyncRoute['method'],
  path: string,
  schema: Schema,
  handle: (sync: SyncApi, request: SyncRequest, given: z.output<Schema>) => Promise<object>,
): SyncRoute {
  return {
    method,
    path,
    async handler(sync, request) {
      const { query, incoming, locale } = request;
      const fields = method === 'POST' ? await fieldsOf(incoming, locale) : {};
      return handle(sync, request, readQuery(schema, query, fields, locale));
    },
  };
}

/** Without a readable id it answers as for any malformed one. */
export const documentRoute = route('POST', '/document/:id', noQuery, (sync, { params, locale }) =>
  sync.syncDocument(idOf(params), { locale }),
);

/**
 * A caller who hangs up cancels nothing: proxies and browsers give up long before a first run is done, and the run goes on.
 */
export const syncRoutes: readonly SyncRoute[] = [
  route('GET', '/status', noQuery, (sync, { locale }) => sync.getStatus({ locale })),
  route('GET', '/config', noQuery, (sync, { locale }) => sync.getConfig({ locale })),
  route('POST', '/test', noQuery, (sync, { locale }) => sync.testConnection({ locale })),
  route('POST', '/run', runQuery, (sync, { locale }, { dry_run: dryRun }) => sync.runSync({ dryRun, locale })),
  documentRoute,
  route('POST', '/document/:id/restore', restoreQuery, (sync, { params, locale }, given) =>
    sync.restore(idOf(params), { ...given, locale }),
  ),
  route('GET', '/plan', pageQuery, (sync, { locale }, given) => sync.plan({ ...given, locale })),
  route('POST', '/verify', verifyQuery, (sync, { locale }, { older_than_ms: olderThanMs, ...given }) =>
    sync.verify({ ...given, olderThanMs, locale }),
  ),
  route('GET', '/failures', pageQuery, (sync, { locale }, given) => sync.getFailures({ ...given, locale })),
  route('POST', '/rebuild', rebuildQuery, (sync, { locale }, given) => sync.rebuild({ ...given, locale })),
  route('POST', '/adopt', noQuery, (sync, { locale }) => sync.adopt({ locale })),
];

function idOf({ id }: SyncRequest['params']): string {
  if (id === undefined) throw new SyncError('DOCUMENT_ID_INVALID');
  return id;
}
