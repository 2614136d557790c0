import type { AddressInfo } from 'node:net';
import type { MountedRouter, RouterMountOptions, RouterSuiteOptions } from '@docmirror/core/testing';
import type express from 'express';
import { createSyncRouter } from '../src/index.js';

export interface Site {
  /** Path the router is mounted at, as Express reads it. Default `/api/v1/sync`. */
  readonly mountPath?: string;
  /** The same path as a caller writes it. */
  readonly basePath?: string;
  /** What the host uses before the router. */
  readonly prepare?: (app: express.Express) => void;
  /** What the host uses after it. */
  readonly finish?: (app: express.Express) => void;
}

/** The router in an app of this Express, listening. */
export function mountOn(framework: typeof express, site: Site = {}): RouterSuiteOptions['mount'] {
  const { mountPath = '/api/v1/sync', basePath = mountPath, prepare, finish } = site;
  return async (sync, options: RouterMountOptions): Promise<MountedRouter> => {
    const app = framework();
    prepare?.(app);
    app.use(mountPath, createSyncRouter(sync, options));
    finish?.(app);
    const server = app.listen(0, '127.0.0.1');
    await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject));
    const { port } = server.address() as AddressInfo;
    return {
      baseUrl: `http://127.0.0.1:${port}${basePath.replace(/\/$/, '')}`,
      close: () => new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve()))),
    };
  };
}
