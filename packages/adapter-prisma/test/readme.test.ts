import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DocumentStore, SyncEngine } from '@docmirror/core';
import { deep } from '@docmirror/tests-shared/thoroughness';
import { afterAll, expect, test, vi } from 'vitest';
import { fieldNames, storeOptions } from '../src/options';
import { receiptSchemaFragment } from '../src/receipt-schema-fragment';
import { syncSchemaFragment } from '../src/schema-fragment';
import { closeDatabases, databases } from './databases';

const page = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const blocksOf = (language: string) =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(([, code]) => String(code));
const blocks = blocksOf('js');

// Below this package, so that the blocks find what a user would have installed.
const scratch = fileURLToPath(new URL('../.tmp/', import.meta.url));
mkdirSync(scratch, { recursive: true });
const folder = mkdtempSync(join(scratch, 'readme-'));

async function load(n: number): Promise<Record<string, (...given: unknown[]) => unknown>> {
  const file = join(folder, `block-${n}.mjs`);
  writeFileSync(file, (blocks[n] ?? '').replace("'@docmirror/adapter-prisma'", "'../../src/index'"));
  return import(/* @vite-ignore */ file);
}

afterAll(async () => {
  await closeDatabases();
  rmSync(folder, { recursive: true });
});

const embedded = databases.filter(({ kind }) => kind === 'sqlite');

test('every block is known', () => {
  expect(blocks).toHaveLength(4);
  expect(blocksOf('prisma')).toHaveLength(1);
  expect(blocks[1]?.trim().split('\n').length).toBeLessThan(10);
  expect(embedded).toHaveLength(deep ? 2 : 1);
});

test.each(embedded)('shows an existing schema mapped: $name', async ({ connect }) => {
  const { prisma } = await connect();
  const ref = '0b9f2c1e-3f0a-4c8e-9f43-0a9a1b2c3d4e';
  const row = { category: 'invoice', stored_at: 'a.pdf', issued_on: new Date('2024-01-31'), updated_at: 'now' };
  await prisma.receipts.createMany({
    data: [
      { ref, ...row, tenant_id: 7 },
      { ref: ref.replace('0b', '0c'), ...row, tenant_id: 8 },
    ],
  });
  const store = (await load(1)).store?.(prisma) as DocumentStore;
  const read = await store.pendingPage({ upTo: 'f', limit: 10 });
  expect(read).toEqual([{ id: ref, type: 'invoice', date: '2024-01-31', source: 'a.pdf', version: 'now' }]);
  expect(await store.mark(read)).toEqual([ref]);
});

test.each(embedded)('shows the whole engine, without options for the store: $name', async ({ connect }) => {
  const { prisma } = await connect();
  const root = mkdtempSync(join(folder, 'host-'));
  const [share, uploads] = [join(root, 'share'), join(root, 'uploads')];
  for (const made of [share, uploads]) mkdirSync(made);
  writeFileSync(join(uploads, 'a.pdf'), 'an invoice');
  await prisma.document.create({ data: { filePath: 'a.pdf', documentDate: new Date('2024-01-31') } });
  const sync = (await load(0)).start?.(prisma, share, uploads) as SyncEngine;
  try {
    expect(await sync.runSync()).toMatchObject({ total: 1, synced: 1, failed: 0 });
    expect(readFileSync(join(share, '2024/01/invoices/a.pdf'), 'utf8')).toBe('an invoice');
    expect(await sync.getStatus()).toMatchObject({ synced: 1, pending: 0 });
  } finally {
    await sync.stop();
  }
});

test('shows the schema fragment as it is printed', async () => {
  const print = vi.spyOn(console, 'log').mockReturnValue();
  try {
    await load(2);
    expect(print.mock.calls).toEqual([[syncSchemaFragment()]]);
  } finally {
    print.mockRestore();
  }
  expect(blocksOf('prisma')).toEqual([syncSchemaFragment()]);
});

test('shows how the model of receipts is printed', async () => {
  const print = vi.spyOn(console, 'log').mockReturnValue();
  try {
    await load(3);
    expect(print.mock.calls).toEqual([[receiptSchemaFragment({ provider: 'postgresql' })]]);
  } finally {
    print.mockRestore();
  }
});

test.each(embedded)('shows how receipts are switched on: $name', async ({ connect }) => {
  const { prisma } = await connect();
  const store = (await load(3)).store?.(prisma) as DocumentStore;
  await store.receipts?.expectMirror('a share');
  expect(await store.receipts?.expectedMirror()).toBe('a share');
});

test('the table has every option, and no other', () => {
  const rows = [...page.matchAll(/^\| `([^`]+)` /gm)].map(([, name]) => name);
  const fields = Object.keys(fieldNames.shape).map((name) => `fields.${name}`);
  const options = Object.keys(storeOptions.shape).filter((name) => name !== 'fields');
  expect(rows.sort()).toEqual([...options, ...fields].sort());
});
