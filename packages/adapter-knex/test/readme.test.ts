import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DocumentStore } from '@docmirror/core';
import type { Knex } from 'knex';
import { afterAll, beforeAll, expect, test } from 'vitest';

const page = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const blocks = [...page.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => String(code));

// Below this package, so that the blocks find what a user would have installed.
const scratch = fileURLToPath(new URL('../.tmp/', import.meta.url));
mkdirSync(scratch, { recursive: true });
const folder = mkdtempSync(join(scratch, 'readme-'));
let knex: Knex;

async function load(n: number): Promise<Record<string, (knex: Knex) => unknown>> {
  const file = join(folder, `block-${n}.mjs`);
  writeFileSync(file, (blocks[n] ?? '').replace("'@docmirror/adapter-knex'", "'../../src/index'"));
  return import(/* @vite-ignore */ file);
}

beforeAll(async () => {
  process.env.DATABASE_FILE = join(folder, 'app.sqlite');
  knex = (await load(4)).knex as unknown as Knex;
});

afterAll(async () => {
  await knex.destroy();
  rmSync(folder, { recursive: true });
});

test('shows an existing schema mapped in under ten lines', async () => {
  expect(blocks).toHaveLength(5);
  expect(blocks[0]?.trim().split('\n').length).toBeLessThan(10);
  await knex.raw(`attach database ':memory:' as accounting`);
  await knex.raw(
    `create table accounting.receipts (ref text primary key, category text, stored_at text, issued_on date,
     updated_at text, tenant_id integer, deleted_at text, synced_to_nas boolean, synced_at text)`,
  );
  const ref = '0b9f2c1e-3f0a-4c8e-9f43-0a9a1b2c3d4e';
  const row = { category: 'invoice', stored_at: 'a.pdf', issued_on: '2024-01-31', updated_at: 'now', tenant_id: 7 };
  await knex('accounting.receipts').insert([
    { ref, ...row },
    { ref: ref.replace('0b', '0c'), ...row, tenant_id: 8 },
  ]);
  const store = (await load(0)).store?.(knex) as DocumentStore;
  const read = await store.pendingPage({ upTo: 'f', limit: 10 });
  expect(read).toEqual([{ id: ref, type: 'invoice', date: '2024-01-31', source: 'a.pdf', version: 'now' }]);
  expect(await store.mark(read)).toEqual([ref]);
});

test('shows a migration, and a store with a function for its rows', async () => {
  await knex.raw(
    'create table documents (id integer primary key, type text, file_path text, document_date date, deleted_at text)',
  );
  const migration = await load(2);
  await migration.up?.(knex);
  await knex('documents').insert([
    { id: 1, type: 'invoice', file_path: 'a.pdf' },
    { id: 2, type: 'draft', file_path: 'b.pdf' },
    { id: 3, type: 'invoice', file_path: 'c.pdf', deleted_at: '2024-01-01' },
  ]);
  const store = (await load(1)).store?.(knex) as DocumentStore;
  expect(await store.counts()).toMatchObject({ total: 1, pending: 1 });
  await migration.down?.(knex);
  expect(Object.keys(await knex('documents').columnInfo())).not.toContain('synced_to_nas');
});

test('shows receipts: their table, the option, and no table without it', async () => {
  await knex.raw('drop table documents');
  await knex.raw('create table documents (id integer primary key, type text, file_path text, document_date date)');
  await (await load(2)).up?.(knex);
  await knex('documents').insert({ id: 1, type: 'invoice', file_path: 'a.pdf' });
  const { up, down, store } = await load(3);
  const documents = store?.(knex) as DocumentStore;
  const { receipts } = documents;
  await expect(receipts?.counts('share')).rejects.toMatchObject({ code: 'STORE_MISMATCH' });
  for (const _ of ['once', 'twice']) await up?.(knex);
  const copy = { key: 'undated/invoices/a.pdf', size: 1, checksum: '0'.repeat(64) };
  const [document] = await documents.pendingPage({ upTo: 1, limit: 1 });
  if (document === undefined) throw new Error('nothing is pending');
  expect(await receipts?.mark('share', [{ document, copy, type: 'invoice' }])).toEqual({ marked: [1], taken: [] });
  expect(await receipts?.counts('share')).toEqual({ copies: 1, failing: 0 });
  for (const _ of ['once', 'twice']) await down?.(knex);
  expect(await knex.schema.hasTable('docmirror_receipts')).toBe(false);
});
