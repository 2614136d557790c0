import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { type ServerProcess, startServer, temporaryFolder } from './server-process.js';

async function upload(server: ServerProcess, query: string, content: Uint8Array<ArrayBuffer> | string = 'content') {
  const response = await fetch(`${server.url}/documents?${query}`, { method: 'POST', body: content });
  return { status: response.status, body: await response.json() };
}

async function ask(
  server: ServerProcess,
  method: 'GET' | 'POST',
  endpoint: string,
  headers: Record<string, string> = {},
) {
  const response = await fetch(`${server.url}/api/v1/sync${endpoint}`, { method, headers });
  return { status: response.status, body: await response.json() };
}

interface Row {
  readonly file_path: string;
}

/** What GET /documents answers. */
async function list(server: ServerProcess): Promise<[Row, Row]> {
  return (await fetch(`${server.url}/documents`)).json() as Promise<[Row, Row]>;
}

/** A connection that has announced an upload of 1,000 bytes and sent 10 of them. */
async function beginUpload(server: ServerProcess) {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.on('error', () => undefined); // The server cuts it off; that is what is wanted.
  await once(socket, 'connect');
  socket.write('POST /documents?type=invoice&name=a.pdf HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n0123456789');
  const uploads = path.join(server.dataFolder, 'uploads');
  await vi.waitUntil(async () => (await readdir(uploads)).length === 1, { timeout: 10_000 });
  return { socket, uploads };
}

const en = { 'accept-language': 'en' };
const fr = { 'accept-language': 'fr' };

describe('documents', () => {
  test.each([0, 1, 8_000_003])('an upload of %i bytes is stored whole, under a name of the server’s', async (size) => {
    const server = await startServer();
    const content = randomBytes(size);
    const name = '../../Facture été.PDF';
    const query = new URLSearchParams({ type: 'invoice', date: '2024-01-15', name });
    expect(await upload(server, query.toString(), content)).toEqual({ status: 201, body: { id: 1 } });

    const [row, ...others] = await list(server);
    expect(others).toEqual([]);
    expect(row).toEqual({
      id: 1,
      type: 'invoice',
      file_name: name,
      file_path: expect.stringMatching(/^[0-9a-f-]{36}\.pdf$/),
      document_date: '2024-01-15',
      updated_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      synced_to_nas: false,
      synced_at: null,
    });
    expect(await readdir(path.join(server.dataFolder, 'uploads'))).toEqual([row.file_path]);
    const stored = await readFile(path.join(server.dataFolder, 'uploads', row.file_path));
    expect(sha256(stored)).toBe(sha256(content));
  });

  test.each([
    'date=2024-01-15&name=a.pdf',
    'type=&name=a.pdf',
    'type=a&type=b&name=a.pdf',
    'type=invoice',
    'type=invoice&name=%20',
    'type=invoice&name=a.pdf&date=15/01/2024',
    'type=invoice&name=a.pdf&date=2024-02-30',
  ])('the query %s is refused and leaves nothing', async (query) => {
    const server = await startServer();
    const { status, body } = await upload(server, query);
    expect(status).toBe(400);
    expect(body).toEqual({ success: false, message: expect.stringContaining('Query parameter') });
    expect(await list(server)).toEqual([]);
    expect(await readdir(path.join(server.dataFolder, 'uploads'))).toEqual([]);
  });

  test('a broken upload leaves no row and no file', async () => {
    const server = await startServer();
    const { socket, uploads } = await beginUpload(server);
    socket.destroy();
    await vi.waitUntil(async () => (await readdir(uploads)).length === 0, { timeout: 10_000 });
    expect(await list(server)).toEqual([]);
  });

  test('another path gets JSON, not a page', async () => {
    const server = await startServer();
    const response = await fetch(`${server.url}/nothing`);
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ success: false, message: 'Not found' });
  });
});

describe('synchronization, in the words of the specification', () => {
  test.each([
    { headers: en, locale: 'en', folder: 'invoices', accessible: 'NAS mount accessible for read/write' },
    { headers: fr, locale: 'fr', folder: 'factures', accessible: 'Montage NAS accessible en lecture/écriture' },
  ])('all five endpoints in $locale', async ({ headers, locale, folder, accessible }) => {
    const share = await temporaryFolder();
    const server = await startServer({ NAS_MOUNT_PATH: share, SYNC_LOCALE: locale });
    const words =
      locale === 'en'
        ? { synced: 'Synchronized to', missing: 'Source file not found', unknown: 'Document not found' }
        : { synced: 'Synchronisé vers', missing: 'Fichier source introuvable', unknown: 'Document non trouvé' };
    await upload(server, 'type=invoice&date=2024-01-15&name=abc.pdf', 'one');
    await upload(server, 'type=invoice&date=2024-01-16&name=lost.pdf', 'two');
    const [, lost] = await list(server);
    await rm(path.join(server.dataFolder, 'uploads', lost.file_path));

    expect(await ask(server, 'GET', '/config', headers)).toMatchObject({
      status: 200,
      body: {
        configured: true,
        nas_host: true,
        nas_user: true,
        nas_path: true,
        host: 'SMB Mount',
        path: share,
        path_exists: true,
        path_writable: true,
      },
    });
    expect(await ask(server, 'POST', '/test', headers)).toMatchObject({
      status: 200,
      body: { success: true, message: accessible },
    });
    expect((await ask(server, 'GET', '/status', headers)).body).toEqual({
      total_documents: 2,
      synced: 0,
      pending: 2,
      sync_percentage: 0,
      last_sync: null,
      nas_configured: true,
    });
    expect(await ask(server, 'POST', '/run', headers)).toMatchObject({
      status: 200,
      body: { total: 2, synced: 1, failed: 1, errors: [`Document 2: ${words.missing}`] },
    });
    expect((await ask(server, 'GET', '/status', headers)).body).toEqual({
      total_documents: 2,
      synced: 1,
      pending: 1,
      sync_percentage: 50,
      last_sync: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      nas_configured: true,
    });
    expect(await ask(server, 'POST', '/document/1', headers)).toMatchObject({
      status: 200,
      body: { success: true, message: `${words.synced} ${share}/2024/01/${folder}/abc.pdf` },
    });
    expect(await ask(server, 'POST', '/document/99', headers)).toMatchObject({
      status: 404,
      body: { success: false, message: words.unknown },
    });
    expect(await ask(server, 'POST', '/document/abc', headers)).toMatchObject({ status: 400 });
    expect(await readFile(path.join(share, '2024', '01', folder, 'abc.pdf'), 'utf8')).toBe('one');

    const [row] = await list(server);
    expect(row).toMatchObject({ synced_to_nas: true, synced_at: expect.any(String) });
  });

  const notConfigured = {
    en: 'NAS mount not configured. Define NAS_MOUNT_PATH and mount the SMB share.',
    fr: 'Montage NAS non configuré. Définissez NAS_MOUNT_PATH et montez le partage SMB.',
  };

  test.each(['unset', 'empty'])('NAS_MOUNT_PATH %s: all works, nothing is mirrored', async (how) => {
    const server = await startServer(how === 'empty' ? { NAS_MOUNT_PATH: '', SYNC_LOCALE: '', SYNC_TOKEN: '' } : {});
    await upload(server, 'type=invoice&date=2024-01-15&name=abc.pdf');
    expect((await ask(server, 'GET', '/config')).body).toMatchObject({
      configured: false,
      nas_host: false,
      nas_user: false,
      nas_path: false,
      host: 'SMB Mount',
      path_exists: false,
      path_writable: false,
    });
    for (const [headers, message] of [
      [en, notConfigured.en],
      [fr, notConfigured.fr],
    ] as const) {
      expect(await ask(server, 'POST', '/test', headers)).toMatchObject({
        status: 200,
        body: { success: false, message },
      });
      for (const endpoint of ['/run', '/document/1']) {
        expect(await ask(server, 'POST', endpoint, headers)).toMatchObject({
          status: 400,
          body: { success: false, message, code: 'MIRROR_NOT_CONFIGURED' },
        });
      }
    }
    expect((await ask(server, 'GET', '/status')).body).toMatchObject({ pending: 1, nas_configured: false });
  });

  test('a mount path that does not exist is named', async () => {
    const share = path.join(await temporaryFolder(), 'not mounted');
    const server = await startServer({ NAS_MOUNT_PATH: share });
    expect((await ask(server, 'POST', '/test', en)).body).toMatchObject({
      success: false,
      message: `Mount path does not exist: ${share}`,
    });
    expect((await ask(server, 'POST', '/test', fr)).body).toMatchObject({
      success: false,
      message: `Le chemin de montage n'existe pas: ${share}`,
    });
    expect((await ask(server, 'POST', '/run')).status).toBe(400);
    await mkdir(share);
    expect((await ask(server, 'POST', '/test')).body).toMatchObject({ success: true });
  });
});

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

function sha256(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
