import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import { ask, beginUpload, list, upload } from '../../express-knex/test/requests.js';
import { startServer, temporaryFolder } from '../../express-knex/test/server-process.js';

const serverFile = fileURLToPath(new URL('../server.mjs', import.meta.url));
const start = (env: Record<string, string> = {}) => startServer(env, serverFile);
const query = 'type=invoice&date=2024-01-15&name=abc.pdf';

describe('documents', () => {
  test('an upload is a row and a file', async () => {
    const server = await start();
    expect(await upload(server, query, 'one')).toEqual({ status: 201, body: { id: 1 } });
    const [row] = await list(server);
    expect(row).toEqual({
      id: 1,
      type: 'invoice',
      file_name: 'abc.pdf',
      file_path: expect.stringMatching(/^[0-9a-f-]{36}\.pdf$/),
      document_date: '2024-01-15',
      updated_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      synced_to_nas: false,
      synced_at: null,
    });
    expect(await readFile(path.join(server.dataFolder, 'uploads', row.file_path), 'utf8')).toBe('one');
  });

  test('a query that is wrong, and an upload that breaks, leave nothing', async () => {
    const server = await start();
    for (const wrong of ['type=invoice', 'name=a.pdf', `${query.replace('01-15', '02-30')}`]) {
      expect(await upload(server, wrong)).toMatchObject({ status: 400, body: { success: false } });
    }
    const { socket, uploads } = await beginUpload(server);
    socket.destroy();
    await vi.waitUntil(async () => (await readdir(uploads)).length === 0, { timeout: 10_000 });
    expect(await list(server)).toEqual([]);
  });
});

describe('synchronization', () => {
  test('all five endpoints', async () => {
    const share = await temporaryFolder();
    const server = await start({ NAS_MOUNT_PATH: share });
    await upload(server, query, 'one');
    await upload(server, query.replace('abc', 'lost'), 'two');
    const [, lost] = await list(server);
    await rm(path.join(server.dataFolder, 'uploads', lost.file_path));
    const counts = async () => (await ask(server, 'GET', '/status')).body;

    expect((await ask(server, 'GET', '/config')).body).toMatchObject({ configured: true, path: share });
    expect((await ask(server, 'POST', '/test')).body).toMatchObject({ success: true });
    expect(await counts()).toMatchObject({ total_documents: 2, synced: 0, pending: 2, last_sync: null });
    expect(await ask(server, 'POST', '/run')).toMatchObject({
      status: 200,
      body: { total: 2, synced: 1, failed: 1, errors: ['Document 2: Source file not found'] },
    });
    expect(await counts()).toMatchObject({ total_documents: 2, synced: 1, pending: 1, sync_percentage: 50 });
    expect(await ask(server, 'POST', '/document/1')).toMatchObject({
      status: 200,
      body: { success: true, message: `Synchronized to ${share}/2024/01/invoices/abc.pdf` },
    });
    expect(await ask(server, 'POST', '/document/99')).toMatchObject({ status: 404 });
    expect(await ask(server, 'POST', '/document/abc')).toMatchObject({ status: 400 });
    expect(await readFile(path.join(share, '2024/01/invoices/abc.pdf'), 'utf8')).toBe('one');
    const [row] = await list(server);
    expect(row).toMatchObject({ synced_to_nas: true, synced_at: expect.any(String) });
  });

  test('only for who carries the token', async () => {
    const server = await start({ SYNC_TOKEN: 's3cret' });
    expect((await ask(server, 'GET', '/status')).status).toBe(403);
    expect((await ask(server, 'GET', '/status', { authorization: 'Bearer s3cret' })).status).toBe(200);
  });

  test('what was there is there again after a restart', async () => {
    const share = await temporaryFolder();
    const first = await start({ NAS_MOUNT_PATH: share });
    await upload(first, query);
    await ask(first, 'POST', '/run');
    first.child.kill('SIGTERM');
    expect(await first.exited).toEqual({ code: 0, signal: null });
    const second = await start({ NAS_MOUNT_PATH: share, DATA_DIR: first.dataFolder });
    expect((await ask(second, 'GET', '/status')).body).toMatchObject({ synced: 1, pending: 0 });
    expect((await ask(second, 'POST', '/run')).body).toMatchObject({ total: 0 });
  });
});

test('SIGTERM ends it in good order, though an upload drags on', async () => {
  const server = await start({ NAS_MOUNT_PATH: await temporaryFolder() });
  const { uploads } = await beginUpload(server);
  server.child.kill('SIGTERM');
  expect(await server.exited).toEqual({ code: 0, signal: null });
  expect(await readdir(uploads)).toEqual([]);
});
