import { routerSuite } from '@docmirror/core/testing';
import { deep } from '@docmirror/tests-shared/thoroughness';
import type express from 'express';
import { describe, expect, test } from 'vitest';
import { mountOn } from './mount-on-express.js';
import { scriptedApi } from './scripted-api.js';

/** The wire contract, wherever and behind whatever a host mounts the router. */
export function everySite(version: string, framework: typeof express): void {
  const site = (name: string, ...where: Parameters<typeof mountOn>) =>
    routerSuite({ describe, test, name: `${version}, ${name}`, mount: mountOn(...where) });

  site('plain', framework);
  if (!deep) return;
  site('at the root', framework, { mountPath: '/' });
  site('behind body parsers', framework, {
    prepare: (app) => {
      app.use(framework.json({ limit: '10mb' }), framework.urlencoded({ extended: true }));
      app.use(framework.raw({ limit: '10mb' }));
    },
  });
  // The host's own `:id` must not be taken for a document's.
  site('below a parameter', framework, { mountPath: '/tenants/:id/sync', basePath: '/tenants/99/sync' });
}

/** What Express does by itself with a route must not lead past `authorize`. */
export function otherMethods(version: string, framework: typeof express): void {
  describe(`${version}: HEAD and OPTIONS`, () => {
    test('HEAD is a GET without body, for whom authorize lets in', async () => {
      const status = { pending: 8 };
      const api = scriptedApi({ getStatus: async () => status as never });
      const authorize = (request: express.Request) => request.get('x-admin') === 'yes';
      const router = await mountOn(framework)(api, { authorize: authorize as never });
      try {
        const refused = await fetch(`${router.baseUrl}/status`, { method: 'HEAD' });
        expect(refused.status).toBe(403);
        const allowed = await fetch(`${router.baseUrl}/status`, { method: 'HEAD', headers: { 'x-admin': 'yes' } });
        expect([allowed.status, await allowed.text()]).toEqual([200, '']);
        expect(allowed.headers.get('content-length')).toBe(String(JSON.stringify(status).length));
      } finally {
        await router.close();
      }
    });

    test('OPTIONS says what there is and asks nobody', async () => {
      const router = await mountOn(framework)(scriptedApi(), { authorize: false });
      try {
        const status = await fetch(`${router.baseUrl}/status`, { method: 'OPTIONS' });
        expect([status.status, status.headers.get('allow')?.replace(/ /g, '')]).toEqual([200, 'GET,HEAD']);
        const run = await fetch(`${router.baseUrl}/run`, { method: 'OPTIONS' });
        expect([run.status, run.headers.get('allow')]).toEqual([200, 'POST']);
      } finally {
        await router.close();
      }
    });
  });
}
