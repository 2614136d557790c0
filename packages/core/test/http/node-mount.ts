import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer } from '../../src/http/answer.js';
import { negotiateLocale } from '../../src/http/negotiate-locale.js';
import { queryOf } from '../../src/http/query.js';
import { syncRoutes } from '../../src/http/routes.js';
import type { SyncApi } from '../../src/sync-api.js';
import type { MountedRouter, RouterMountOptions } from '../../src/testing/router-harness.js';

/** The smallest adapter there can be, on node:http alone: whatever passes here owes nothing to a framework. */
export async function mountOnNode(sync: SyncApi, options: RouterMountOptions): Promise<MountedRouter> {
  const { authorize, onError = () => undefined } = options;
  const tell = async (error: unknown) => onError(error);
  const server = createServer(async (request, response) => {
    const found = routeOf(request);
    if (found === undefined) return response.writeHead(404).end();
    const { status, headers, body } = await answer({
      sync,
      route: found.route,
      request: {
        params: { id: found.id },
        query: queryOf(request.url ?? ''),
        incoming: request,
        locale: negotiateLocale(request.headers['accept-language'], options.locale),
      },
      authorize: authorize && (() => authorize(request)),
      onError: (error) => void tell(error).catch(() => undefined),
    });
    response.writeHead(status, { ...headers, 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve()))),
  };
}

function routeOf({ method, url = '' }: IncomingMessage) {
  const segments = (url.split('?')[0] ?? '').split('/');
  for (const route of syncRoutes) {
    const wanted = route.path.split('/');
    const fits = wanted.every((part, n) => part === segments[n] || (part === ':id' && segments[n] !== ''));
    if (route.method !== method || wanted.length !== segments.length || !fits) continue;
    return { route, id: wanted.includes(':id') ? decode(segments[wanted.indexOf(':id')] ?? '') : undefined };
  }
  return undefined;
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
