import { errorReporter } from '../error-report.js';
import { SyncError } from '../errors/sync-error.js';
import type { Locale } from '../messages/locale.js';
import type { SyncApi } from '../sync-api.js';
import { errorBody } from './error-body.js';
import type { SyncRequest, SyncRoute } from './routes.js';
import { statusOf } from './status-of.js';

export interface SyncReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
}

export interface Exchange {
  readonly sync: SyncApi;
  readonly route: SyncRoute;
  readonly request: SyncRequest;
  /** Asked before anything else. Only `true` lets the request in; `false` in place of the function lets in everybody. */
  readonly authorize: (() => boolean | Promise<boolean>) | false;
  /** Is told what the answer keeps to itself. What it throws or rejects with goes no further. */
  readonly onError: (error: unknown) => void;
}

/** Answers one request. Never rejects. */
export async function answer(exchange: Exchange): Promise<SyncReply> {
  const { sync, route, request } = exchange;
  const onError = errorReporter(exchange.onError);
  try {
    if (!(await isAllowed(exchange.authorize, onError))) throw new SyncError('FORBIDDEN');
    return reply(200, await route.handler(sync, request), request.locale);
  } catch (error) {
    const body = errorBody(error, request.locale);
    const status = statusOf(body.code);
    // A stopped engine is 503 too, but nothing to look into.
    if (status >= 500 && body.code !== 'ENGINE_STOPPED') onError(error);
    return reply(status, body, request.locale);
  }
}

async function isAllowed(authorize: Exchange['authorize'], onError: (error: unknown) => void): Promise<boolean> {
  if (authorize === false) return true;
  const verdict: unknown = await authorize();
  // `(req) => req.user` means yes to its author and must not mean yes to us: say why the door stays shut.
  if (verdict && verdict !== true) {
    onError(
      new SyncError('OPTIONS_INVALID', {
        params: { detail: `authorize must return true or false; it returned something of type ${typeof verdict}` },
      }),
    );
  }
  return verdict === true;
}

function reply(status: number, body: object, locale: Locale): SyncReply {
  return { status, headers: { 'Content-Language': locale, 'Cache-Control': 'no-store' }, body };
}
