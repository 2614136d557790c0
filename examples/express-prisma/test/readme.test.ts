import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DocumentStore } from '@docmirror/core';
import { expect, onTestFinished, test } from 'vitest';
import { blockFor } from '../../express-knex/test/readme-blocks.js';
import { ask, list } from '../../express-knex/test/requests.js';
import { startServer, temporaryFolder } from '../../express-knex/test/server-process.js';
import { listFiles } from '../../express-knex/test/share-listing.js';
import { runCommands } from './run-commands.js';

const file = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const page = await readFile(file('README.md'), 'utf8');
const [start = '', commands = '', ...others] = [...page.matchAll(/```sh\n(.*?)```/gs)].map(([, code]) => String(code));

test('its commands: an upload, a run, and the copy', async () => {
  expect(others).toEqual([]);
  const { scripts } = JSON.parse(await readFile(file('../../package.json'), 'utf8'));
  expect(start.trim().split('\n').at(-1)).toContain('npm run start:example:prisma');
  expect(scripts['start:example:prisma']).toBe('node examples/express-prisma/server.mjs');
  const share = await temporaryFolder();
  const server = await startServer({ NAS_MOUNT_PATH: share }, file('server.mjs'));
  expect(commands).toContain('http://127.0.0.1:3000');
  const output = await runCommands(
    commands.replaceAll('http://127.0.0.1:3000', server.url).replaceAll('/tmp/nas_backup', share),
  );
  expect(output).toContain(`${share}/2024/01/invoices/abc.pdf`);
  expect(await list(server)).toHaveLength(1);
  expect((await ask(server, 'GET', '/status')).body).toMatchObject({ synced: 1, pending: 0 });
  expect((await listFiles(share)).has('2024/01/invoices/abc.pdf')).toBe(true);
});

test('the store of the root README fits this schema', async () => {
  const parent = file('.tmp/');
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(path.join(parent, 'readme-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(path.join(folder, 'store.mjs'), blockFor('prisma'));
  const { openDatabase } = await import(/* @vite-ignore */ file('database.mjs'));
  const database = await openDatabase(path.join(folder, 'app.sqlite'));
  try {
    await database.document.create({ data: { filePath: 'a.pdf', fileName: 'b.pdf' } });
    const module = await import(/* @vite-ignore */ path.join(folder, 'store.mjs'));
    const store: DocumentStore = module.store(database);
    const read = await store.pendingPage({ upTo: 1, limit: 1 });
    expect(read).toMatchObject([{ id: 1, source: 'a.pdf', fileName: 'b.pdf', version: expect.any(Date) }]);
    expect(await store.mark(read)).toEqual([1]);
  } finally {
    await database.$disconnect();
  }
});
