import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { routerOptionsSchema } from '../../../packages/adapter-express/src/router-options.js';
import { columnNames, storeOptions } from '../../../packages/adapter-knex/src/options.js';
import { fieldNames, storeOptions as prismaStoreOptions } from '../../../packages/adapter-prisma/src/options.js';
import { clientOptionsSchema } from '../../../packages/core/src/client/client-options.js';
import * as contract from '../../../packages/core/src/http/contract.js';
import { engineOptionsSchema } from '../../../packages/core/src/run/options.js';
import { blockFor, blocks, readme, rootFile } from './readme-blocks.js';
import { runDemo } from './run-demo.js';
import { startServer, temporaryFolder } from './server-process.js';
import { typeErrors } from './type-check.js';

const prelude = `
import { createSyncRouter } from '@docmirror/adapter-express';
import { knexStore } from '@docmirror/adapter-knex';
import { createSyncEngine, mountMirror, type SyncEngine } from '@docmirror/core';
import type { Knex } from 'knex';
declare const knex: Knex;
declare const app: { use(path: string, ...handlers: object[]): void };
declare function isAdmin(request: object): boolean;
`;

/** A table as a host has it before it knows of docmirror, then the migration, then two documents. */
const prepareScript = `
import knex from 'knex';
import { LibsqlDialect } from '../../libsql-dialect.mjs';
import { up } from './migration.mjs';
const filename = new URL('app.sqlite', import.meta.url).pathname;
const database = knex({ client: LibsqlDialect, connection: { filename }, useNullAsDefault: true });
await database.schema.createTable('documents', (table) => {
  table.increments('id');
  for (const column of ['type', 'file_path', 'file_name', 'document_date', 'updated_at']) table.text(column);
});
await up(database);
await database('documents').insert([
  { type: 'invoice', file_path: 'a1.pdf', file_name: 'abc.pdf', document_date: '2024-01-15' },
  { type: 'receipt', file_path: 'a2.pdf', file_name: 'lost.pdf', document_date: '2024-01-15' },
]);
await database.destroy();
`;

describe('code', () => {
  test('every block of code is marked with the test that it gets', () => {
    const unmarked = blocks.filter(({ language, test }) => /^(js|ts|json)$/.test(language) && test === undefined);
    expect(unmarked).toEqual([]);
    expect(new Set(blocks.map((block) => block.test?.split(' ')[0]))).toEqual(
      new Set([undefined, 'types', 'demo', 'host', 'migration', 'prisma', 'answer', 'client']),
    );
  });

  const typed = blocks
    .filter((block) => block.test === 'types')
    .map(({ code }) => ({ code, title: code.slice(0, 40) }));
  test.each(typed)('type-checks: $title…', ({ code }) => {
    const missing = code.includes('const sync =') ? '' : 'declare const sync: SyncEngine;';
    expect(typeErrors(`${prelude}${missing}${code}`)).toEqual([]);
    // The check can fail: an option that does not exist.
    expect(typeErrors(`${prelude}mountMirror({ pathh: '/mnt' });`)).toHaveLength(1);
  });

  test('the host and the client run as they stand', async () => {
    const folder = await folderBesideTheExample();
    const share = await temporaryFolder();
    await writeFile(path.join(folder, 'migration.mjs'), blockFor('migration'));
    await writeFile(path.join(folder, 'prepare.mjs'), prepareScript);
    await runScript(path.join(folder, 'prepare.mjs'), {});
    await mkdir(path.join(folder, 'uploads'));
    await writeFile(path.join(folder, 'uploads', 'a1.pdf'), 'an invoice');
    // Express and Knex resolve from here; the working directory is what `app.sqlite` and `uploads` are relative to.
    const hostFile = path.join(folder, 'host.mjs');
    await writeFile(hostFile, `process.chdir(${JSON.stringify(folder)});\n${blockFor('host')}`);
    const host = await startServer({ NAS_MOUNT_PATH: share, SYNC_TOKEN: 'secret' }, hostFile);
    expect((await fetch(`${host.url}/api/v1/sync/status`)).status).toBe(403);

    const client = blockFor('client');
    expect(client).toContain('http://127.0.0.1:3000');
    const clientFile = path.join(folder, 'client.mjs');
    await writeFile(clientFile, client.replace('http://127.0.0.1:3000', host.url));
    expect(await runScript(clientFile, { SYNC_TOKEN: 'secret' })).toBe('2 documents pending\n1 synced, 1 failures\n');
    expect(await readFile(path.join(share, '2024/01/invoices/abc.pdf'), 'utf8')).toBe('an invoice');

    host.child.kill('SIGTERM');
    expect(await host.exited).toEqual({ code: 0, signal: null });
  });

  test('the host does not start without a token', async () => {
    const folder = await folderBesideTheExample();
    const hostFile = path.join(folder, 'host.mjs');
    await writeFile(hostFile, blockFor('host'));
    await expect(runScript(hostFile, {})).rejects.toThrow('Set SYNC_TOKEN');
  });

  const schemas = {
    status: contract.statusSchema,
    config: contract.configSchema,
    test: contract.testSchema,
    summary: contract.summarySchema,
    documentResult: contract.documentResultSchema,
    error: contract.errorSchema,
  };
  test.each(Object.entries(schemas))('the example answer "%s" is one', (name, schema) => {
    expect(schema.strict().parse(JSON.parse(blockFor(`answer ${name}`)))).toBeTruthy();
  });
});

test('the demo prints what is shown, in that order', async () => {
  const { stdout } = await runDemo([], await temporaryFolder());
  const actual = withoutChance(stdout).split('\n');
  let position = 0;
  for (const line of withoutChance(blockFor('demo output')).split('\n')) {
    if (line.trim() === '…') continue;
    const found = actual.indexOf(line, position);
    expect(found, line).toBeGreaterThanOrEqual(position);
    position = found + 1;
  }
});

test('every npm command exists', async () => {
  const { scripts } = JSON.parse(await readFile(rootFile('package.json'), 'utf8'));
  const named = [...readme.matchAll(/npm (?:run ([\w:]+)|(test))/g)].map(([, script, short]) => script ?? short);
  expect(new Set(named)).toEqual(
    new Set(['demo', 'test', 'bootstrap', 'start:example', 'start:example:prisma', 'bench']),
  );
  for (const script of named) expect(scripts).toHaveProperty([script ?? '']);
});

test('every package and file that is named exists', async () => {
  for (const [, name] of readme.matchAll(/@docmirror\/([\w-]+)/g))
    await access(rootFile(`packages/${name}/package.json`));
  for (const [, target = ''] of readme.matchAll(/\]\((?!https?:)([^)]+)\)/g)) {
    if (target.startsWith('#')) expect(headingIds()).toContain(target.slice(1));
    else await access(rootFile(target));
  }
});

/** Its schema is not exported; the interface says the same. */
const mountMirrorOptions = [
  ...(await readFile(rootFile('packages/core/src/mount/mount-mirror.ts'), 'utf8')).matchAll(/^ {2}readonly (\w+)\?:/gm),
].map(([, name]) => name ?? '');

describe('option tables', () => {
  test.each([
    [
      'createSyncEngine',
      [
        ...Object.keys(engineOptionsSchema.shape).filter((key) => key !== 'layout'),
        'layout.folders',
        'layout.timeZone',
      ],
    ],
    [
      'knexStore(knex, options)',
      [
        ...Object.keys(storeOptions.shape).filter((key) => key !== 'columns'),
        ...Object.keys(columnNames.shape).map((key) => `columns.${key}`),
      ],
    ],
    [
      'prismaStore(prisma, options)',
      [
        ...Object.keys(prismaStoreOptions.shape).filter((key) => key !== 'fields'),
        ...Object.keys(fieldNames.shape).map((key) => `fields.${key}`),
      ],
    ],
    ['createSyncRouter(sync, options)', Object.keys(routerOptionsSchema.shape)],
    ['createSyncClient(options)', Object.keys(clientOptionsSchema.shape)],
    ['mountMirror', mountMirrorOptions],
  ])('%s: every option, and no other', (factory, options) => {
    const [, table = ''] = readme.split(`\n\`${factory}\`\n\n| Option `);
    const rows = table.split('\n\n')[0]?.match(/^\| `[^`]+`/gm) ?? [];
    expect(rows.map((row) => row.slice(3, -1)).sort()).toEqual([...options].sort());
  });
});

function headingIds(): string[] {
  return [...readme.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .trim()
      .replaceAll(' ', '-'),
  );
}

/** Ports, folders and times differ from run to run. */
function withoutChance(output: string): string {
  return output
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
    .replace(/\S+\/docmirror-demo-\w{6}/g, 'FOLDER')
    .replace(/"last_sync": "[^"]+"/g, '"last_sync": "TIME"');
}

/** Where a module finds the example's packages. */
async function folderBesideTheExample(): Promise<string> {
  const parent = fileURLToPath(new URL('../.tmp/', import.meta.url));
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(path.join(parent, 'readme-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs a module to its end; what it printed, or rejects with what it complained of. */
async function runScript(file: string, env: Record<string, string>): Promise<string> {
  const child = spawn(process.execPath, [file], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  if (code !== 0) throw new Error(`${pathToFileURL(file)}: exit ${code}\n${stderr}`);
  return stdout;
}
