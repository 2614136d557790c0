import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { vi } from 'vitest';
import type { ServerProcess } from './server-process.js';

export async function upload(
  server: ServerProcess,
  query: string,
  content: Uint8Array<ArrayBuffer> | string = 'content',
) {
  const response = await fetch(`${server.url}/documents?${query}`, { method: 'POST', body: content });
  return { status: response.status, body: await response.json() };
}

export async function ask(
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
export async function list(server: ServerProcess): Promise<[Row, Row]> {
  return (await fetch(`${server.url}/documents`)).json() as Promise<[Row, Row]>;
}

/** A connection that has announced an upload of 1,000 bytes and sent 10 of them. */
export async function beginUpload(server: ServerProcess) {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.on('error', () => undefined); // The server cuts it off; that is what is wanted.
  await once(socket, 'connect');
  socket.write('POST /documents?type=invoice&name=a.pdf HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n0123456789');
  const uploads = path.join(server.dataFolder, 'uploads');
  await vi.waitUntil(async () => (await readdir(uploads)).length === 1, { timeout: 10_000 });
  return { socket, uploads };
}
