import { routerSuite } from '@docmirror/core/testing';
import type express from 'express';
import { describe, test } from 'vitest';
import { mountOn } from './mount-on-express.js';

/** The wire contract, wherever and behind whatever a host mounts the router. */
export function everySite(version: string, framework: typeof express): void {
  const site = (name: string, ...where: Parameters<typeof mountOn>) =>
    routerSuite({ describe, test, name: `${version}, ${name}`, mount: mountOn(...where) });

  site('plain', framework);
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
