import express4 from 'express4';
import { expect, test, vi } from 'vitest';
import { createSyncRouter } from '../src/index.js';
import { scriptedApi } from './scripted-api.js';
import { everySite, otherMethods } from './sites.js';

// What a host with Express 4 has under this name.
vi.mock('express', async () => {
  const { default: host } = await import('express4');
  return { default: host, Router: host.Router };
});

test('these tests run on the Router of Express 4', () => {
  const router = createSyncRouter(scriptedApi(), { authorize: false });
  expect(Object.getPrototypeOf(router)).toBe(express4.Router);
  expect(router).toHaveProperty('process_params');
});

everySite('Express 4', express4);
otherMethods('Express 4', express4);
