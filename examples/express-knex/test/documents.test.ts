import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { beginUpload, list, upload } from './requests.js';
import { startServer } from './server-process.js';
import { sha256 } from './share-listing.js';

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
