import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer } from '../../src/http/answer.js';
import { negotiateLocale } from '../../src/http/negotiate-locale.js';
import { documentRoute, syncRoutes } from '../../src/http/routes.js';
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
  const path = url.split('?')[0] ?? '';
  const segment = /^\/document\/([^/]+)$/.exec(path)?.[1];
  if (segment !== undefined) return method === 'POST' ? { route: documentRoute, id: decode(segment) } : undefined;
  const route = syncRoutes.find((candidate) => candidate.method === method && candidate.path === path);
  return route && { route, id: undefined };
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
