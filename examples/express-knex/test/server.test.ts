import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ask, beginUpload, upload } from './requests.js';
import { startServer, temporaryFolder } from './server-process.js';

describe('token', () => {
  test('lets in who carries it and nobody else', async () => {
    const server = await startServer({ SYNC_TOKEN: 's3cret' });
    expect(server.lines.join('\n')).not.toContain('open');
    for (const authorization of ['', 'Bearer', 'Bearer s3cre', 'Bearer s3cret2', 's3cret', 'Basic s3cret']) {
      const answer = await ask(server, 'GET', '/status', { authorization });
      expect(answer).toMatchObject({ status: 403, body: { success: false, code: 'FORBIDDEN' } });
    }
    expect((await ask(server, 'GET', '/status')).status).toBe(403);
    expect((await ask(server, 'GET', '/status', { authorization: 'Bearer s3cret' })).status).toBe(200);
  });

  test('without one the log says that the routes are open', async () => {
    const server = await startServer();
    expect(server.lines.join('\n')).toContain('SYNC_TOKEN is not set: /api/v1/sync is open');
    expect((await ask(server, 'GET', '/status')).status).toBe(200);
  });
});

test('listens on this machine’s own address only', async () => {
  const { url } = await startServer();
  await expect(fetch(url.replace('127.0.0.1', '127.0.0.2'))).rejects.toThrow('fetch failed');
});

describe('stopping', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    '%s ends it in good order, though an upload drags on',
    async (signal) => {
      const server = await startServer({ NAS_MOUNT_PATH: await temporaryFolder() });
      const { uploads } = await beginUpload(server);
      server.child.kill(signal);
      // The test's own time limit is the ten seconds that are promised.
      expect(await server.exited).toEqual({ code: 0, signal: null });
      expect(await readdir(uploads)).toEqual([]);
    },
    10_000,
  );

  test('a second signal ends it at once', async () => {
    const server = await startServer();
    await beginUpload(server);
    server.child.kill('SIGTERM');
    await server.waitForLine('stopping');
    server.child.kill('SIGTERM');
    expect(await server.exited).toEqual({ code: null, signal: 'SIGTERM' });
  });

  test('what was there is there again after a restart', async () => {
    const share = await temporaryFolder();
    await writeFile(path.join(share, 'somebody else’s.txt'), 'untouched');
    const first = await startServer({ NAS_MOUNT_PATH: share });
    await upload(first, 'type=receipt&date=2024-03-01&name=a.jpg');
    await ask(first, 'POST', '/run');
    first.child.kill('SIGTERM');
    await first.exited;
    const second = await startServer({ NAS_MOUNT_PATH: share, DATA_DIR: first.dataFolder });
    expect((await ask(second, 'GET', '/status')).body).toMatchObject({ synced: 1, pending: 0, sync_percentage: 100 });
    expect((await ask(second, 'POST', '/run')).body).toMatchObject({ total: 0, synced: 0, failed: 0 });
    expect(await readFile(path.join(share, 'somebody else’s.txt'), 'utf8')).toBe('untouched');
  });
});
