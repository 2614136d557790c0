import { readFileSync } from 'node:fs';
import express, { type RequestHandler } from 'express';
import { expect, test } from 'vitest';
import { createSyncRouter } from '../src/index.js';
import { scriptedApi } from './scripted-api.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const blocks = [...readme.matchAll(/^```js\n(.*?)^```$/gms)].map(([, code = '']) => code);
const importLine = "import { createSyncRouter } from '@docmirror/adapter-express';\n";

test('both code blocks import what this package exports', () => {
  expect(blocks).toHaveLength(2);
  for (const block of blocks) expect(block.startsWith(importLine)).toBe(true);
});

test.each(blocks)('a host that writes this lets in whom it knows, and nobody else:\n%s', async (block) => {
  const isAdmin = (request: express.Request) => request.get('x-admin') === 'yes';
  const requireAdmin: RequestHandler = (request, response, next) => {
    if (isAdmin(request)) next();
    else response.sendStatus(403);
  };
  const answer = { success: true as const, message: 'adopted' };
  const app = express();
  const names = ['app', 'sync', 'isAdmin', 'requireAdmin', 'createSyncRouter'];
  const write = new Function(...names, block.replace(importLine, ''));
  write(app, scriptedApi({ adopt: async () => answer }), isAdmin, requireAdmin, createSyncRouter);

  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  try {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const url = `http://127.0.0.1:${address.port}/api/v1/sync/adopt`;
    expect((await fetch(url, { method: 'POST' })).status).toBe(403);
    const allowed = await fetch(url, { method: 'POST', headers: { 'x-admin': 'yes' } });
    expect(await allowed.json()).toEqual(answer);
  } finally {
    server.close();
  }
});
