import { parseOptions, type SyncApi } from '@docmirror/core';
import { answer, documentRoute, negotiateLocale, queryOf, type SyncRoute, syncRoutes } from '@docmirror/core/http';
import { type ErrorRequestHandler, type Request, type Response, Router } from 'express';
import { checkSync } from './check-sync.js';
import { reporter } from './report.js';
import { routerOptionsSchema, type SyncRouterOptions } from './router-options.js';

/**
 * The synchronization API as a router for Express 4 and 5; mount it where you like:
 * `app.use('/api/v1/sync', createSyncRouter(sync, { authorize: (req) => isAdmin(req) }))`.
 *
 * Requests for other paths, or by other methods, go on to the host. A query or body that asks for what
 * a route does not know is refused.
 * Throws `SyncError` `OPTIONS_INVALID` with what to write.
 */
export function createSyncRouter(sync: SyncApi, options: SyncRouterOptions): Router {
  checkSync(sync);
  const { authorize, locale: fixedLocale, onError } = parseOptions('createSyncRouter', routerOptionsSchema, options);
  const report = reporter(onError);

  async function respond(route: SyncRoute, request: Request, response: Response): Promise<void> {
    const { id } = request.params;
    const { status, headers, body } = await answer({
      sync,
      route,
      request: {
        params: { id: typeof id === 'string' ? id : undefined },
        // Read here and not by Express, whose host may have set another parser, or none.
        query: queryOf(request.url),
        incoming: request,
        locale: negotiateLocale(request.headers['accept-language'], fixedLocale),
      },
      authorize: authorize && (() => authorize(request)),
      onError: report,
    });
    // The host may have answered by itself meanwhile, after a timeout of its own.
    if (!response.headersSent) response.status(status).set(headers).json(body);
  }

  const router = Router();
  for (const route of syncRoutes) {
    const bind = route.method === 'GET' ? router.get.bind(router) : router.post.bind(router);
    // Express 4 does not look at what a handler returns, so a rejection must be brought to it.
    bind(route.path, (request, response, next) => {
      respond(route, request, response).catch(next);
    });
  }

  // An id such as `%E0%A4%A` fails in Express before any handler, and would be answered with a stack.
  const malformedId: ErrorRequestHandler = (error, request, response, next) => {
    if (!(error instanceof URIError)) return next(error);
    respond(documentRoute, request, response).catch(next);
  };
  router.use(malformedId);
  return router;
}
