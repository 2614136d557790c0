import type { DocumentId } from '../document.js';
import { isSyncError, SyncError } from '../errors/sync-error.js';
import type { Locale } from '../messages/locale.js';
import { parseOptions } from '../options.js';
import type { PageOptions, SyncApi } from '../sync-api.js';
import { answers } from './answers.js';
import { ask } from './ask.js';
import { clientOptionsSchema, type SyncClientOptions } from './client-options.js';

/**
 * The synchronization API of another process, with the same methods and answers as the engine itself. For browsers
 * and Node.
 *
 * Rejects with `SyncError`: the server's own code, message and hint; `SERVER_UNREACHABLE` when no answer came (in time),
 * `ANSWER_INVALID` when it was not ours, `FORBIDDEN` also for a 401 or 403 of a middleware before the router,
 * `RUN_ABORTED` (its `cause` is the signal's reason) when the caller's signal let go. Letting go of a run, or hanging
 * up, does not stop it on the server.
 */
export function createSyncClient(options: SyncClientOptions): SyncApi {
  const resolved = parseOptions('createSyncClient', clientOptionsSchema, options);
  const { timeoutMs } = resolved;
  return {
    getConfig: (call = {}) =>
      ask(resolved, { method: 'GET', path: '/config', schema: answers.config, timeoutMs }, call),
    testConnection: (call = {}) =>
      ask(resolved, { method: 'POST', path: '/test', schema: answers.test, timeoutMs }, call),
    getStatus: (call = {}) =>
      ask(resolved, { method: 'GET', path: '/status', schema: answers.status, timeoutMs }, call),
    runSync: ({ dryRun, ...call } = {}) => {
      const path = `/run${queryText({ dry_run: dryRun })}`;
      const send = () => ask(resolved, { method: 'POST', path, schema: answers.summary }, call);
      // Asked again, a dry run would begin anew.
      return dryRun ? send() : patiently(send);
    },
    syncDocument: async (id, call = {}) =>
      ask(
        resolved,
        {
          method: 'POST',
          path: `/document/${segment(id, call.locale ?? resolved.locale)}`,
          schema: answers.documentResult,
        },
        call,
      ),
    plan: (call = {}) => ask(resolved, { method: 'GET', path: `/plan${pageQuery(call)}`, schema: answers.plan }, call),
    verify: ({ level, sample, olderThanMs, repair, after, limit, ...call } = {}) => {
      const query = queryText({ level, sample, older_than_ms: olderThanMs, repair, after, limit });
      return ask(resolved, { method: 'POST', path: `/verify${query}`, schema: answers.verify }, call);
    },
    getFailures: (call = {}) =>
      ask(resolved, { method: 'GET', path: `/failures${pageQuery(call)}`, schema: answers.failures, timeoutMs }, call),
    restore: async (id, { overwrite, ...call } = {}) =>
      ask(
        resolved,
        {
          method: 'POST',
          path: `/document/${segment(id, call.locale ?? resolved.locale)}/restore${queryText({ overwrite })}`,
          schema: answers.restoreResult,
        },
        call,
      ),
    rebuild: ({ from, ...call } = {}) =>
      ask(
        resolved,
        { method: 'POST', path: `/rebuild${queryText({ from: from?.join(',') })}`, schema: answers.rebuilt },
        call,
      ),
    adopt: (call = {}) =>
      ask(resolved, { method: 'POST', path: '/adopt', schema: answers.adoptResult, timeoutMs }, call),
  };
}

/**
 * Node's fetch hangs up after five minutes without an answer, whatever the caller wants; a first run may take hours.
 * A run is joined by asking again.
 */
async function patiently<T>(askForRun: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await askForRun();
    } catch (error) {
      if (!isHeadersTimeout(error)) throw error;
    }
  }
}

function isHeadersTimeout(error: unknown): boolean {
  if (!isSyncError(error) || error.code !== 'SERVER_UNREACHABLE') return false;
  const reason = error.cause instanceof Error ? error.cause.cause : undefined;
  return reason instanceof Error && 'code' in reason && reason.code === 'UND_ERR_HEADERS_TIMEOUT';
}

function pageQuery({ after, limit }: PageOptions): string {
  return queryText({ after, limit });
}

function queryText(values: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value !== undefined) query.set(name, String(value));
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** A dot segment would be resolved away and lead to another endpoint; half a surrogate pair cannot be sent. */
function segment(id: DocumentId, locale: Locale = 'en'): string {
  const text = String(id);
  if (/^\.{0,2}$|\p{Surrogate}/u.test(text)) throw new SyncError('DOCUMENT_ID_INVALID', { locale });
  return encodeURIComponent(text);
}
