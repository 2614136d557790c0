import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { createSyncRouter } from '@docmirror/adapter-express';
import type { SyncEngine } from '@docmirror/core';
import express from 'express';
import fs from 'fs-extra';
import type { Knex } from 'knex';
import { onTestFinished } from 'vitest';
import { files } from './page.js';

const run = promisify(execFile);

/** What the page calls your own Knex instance. */
const databaseModule = `
import { createRequire } from 'node:module';
import createKnex from 'knex';
import Dialect from 'knex/lib/dialects/better-sqlite3/index.js';
const libsql = createRequire(import.meta.url)('libsql');
class Libsql extends Dialect { _driver() { return libsql; } }
const filename = new URL('app.sqlite', import.meta.url).pathname;
export const knex = createKnex({ client: Libsql, connection: { filename }, useNullAsDefault: true });
`;

export const documents = [
  { id: 1, type: 'invoice', file_path: 'a1.pdf', file_name: 'abc.pdf', document_date: '2024-01-15', content: 'one' },
  {
    id: 2,
    type: 'receipt',
    file_path: 'deep/er/a2.jpg',
    file_name: 'def.jpg',
    document_date: '2024-02-01',
    content: 'two',
  },
  { id: 3, type: 'invoice', file_path: 'a3.pdf', file_name: 'abc.pdf', document_date: '2024-01-20', content: 'three' },
] as const;

/** A host as the page has it, on the local disk, with three documents on the share. Gone after the test. */
export interface SmallFirm {
  readonly share: string;
  readonly uploads: string;
  readonly folder: string;
  readonly knex: Knex;
  readonly sync: SyncEngine;
  /** Runs a command of the page, where this firm's folders stand in for those that it names; what it printed. */
  shell(command: string, env?: Record<string, string>): Promise<string>;
  /** Runs one of the page's files; what it printed. */
  script(name: string): Promise<string>;
  /** The firm's app, listening; where, and what it asks for. */
  listen(): Promise<{ readonly url: string; readonly token: string }>;
  /** Table and columns as after the migrations of README and page, with no row. */
  makeTables(): Promise<void>;
  /** The files of the uploads, by path. */
  sources(): Record<string, string>;
}

export async function createSmallFirm(): Promise<SmallFirm> {
  // Below this package, so that the scripts find what a user would have installed.
  const scratch = fileURLToPath(new URL('../.tmp/', import.meta.url));
  fs.ensureDirSync(scratch);
  const folder = fs.mkdtempSync(join(scratch, 'recovery-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  const [share, uploads] = [join(folder, 'nas'), join(folder, 'uploads')];
  for (const made of [share, uploads, join(folder, 'srv/rescued'), join(folder, 'srv/restored')])
    fs.ensureDirSync(made);

  const here = (text: string): string =>
    text.replaceAll('/mnt/nas', share).replaceAll('/app/uploads', uploads).replaceAll('/srv/', `${folder}/srv/`);
  fs.writeFileSync(join(folder, 'database.mjs'), databaseModule);
  for (const [name, code] of files) fs.writeFileSync(join(folder, name), here(code));

  process.env.NAS_MOUNT_PATH = share;
  const load = (name: string) => import(/* @vite-ignore */ pathToFileURL(join(folder, name)).href);
  const { knex } = (await load('database.mjs')) as { knex: Knex };
  onTestFinished(() => knex.destroy());
  const { sync } = (await load('sync.mjs')) as { sync: SyncEngine };
  onTestFinished(() => sync.stop());

  async function shell(command: string, env: Record<string, string> = {}): Promise<string> {
    const options = { cwd: folder, env: { PATH: process.env.PATH, ...env } };
    return (await run('bash', ['-e', '-c', here(command)], options)).stdout;
  }

  const firm: SmallFirm = {
    ...{ share, uploads, folder, knex, sync, shell },
    script: (name) => shell(`NAS_MOUNT_PATH=/mnt/nas node ${name}`),
    async listen() {
      const app = express();
      const token = 'secret';
      const authorize = (request: express.Request) => request.get('authorization') === `Bearer ${token}`;
      app.use('/api/v1/sync', createSyncRouter(sync, { authorize }));
      const server = app.listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      onTestFinished(() => void server.close());
      const address = server.address();
      return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, token };
    },
    async makeTables() {
      await knex.schema.createTable('documents', (table) => {
        table.increments('id');
        for (const column of ['type', 'file_path', 'file_name', 'document_date']) table.text(column);
      });
      const { addSyncColumns } = await import('@docmirror/adapter-knex');
      await addSyncColumns(knex);
      await ((await load('migration.mjs')) as { up(knex: Knex): Promise<void> }).up(knex);
    },
    sources: () =>
      Object.fromEntries(
        (fs.readdirSync(uploads, { recursive: true }) as string[])
          .filter((name) => fs.statSync(join(uploads, name)).isFile())
          .map((name) => [name, fs.readFileSync(join(uploads, name), 'utf8')]),
      ),
  };
  await firm.makeTables();
  for (const { content, ...row } of documents) {
    fs.outputFileSync(join(uploads, row.file_path), content);
    await knex('documents').insert(row);
  }
  await firm.script('nightly.mjs');
  return firm;
}
