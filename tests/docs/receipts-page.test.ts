import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createReceiptTable, knexStore } from '@docmirror/adapter-knex';
import type { SyncEngineOptions } from '@docmirror/core';
import fs from 'fs-extra';
import { expect, test } from 'vitest';
import { columns } from '../support/database.mjs';
import { createOffice } from '../support/office.js';
import { scratchFolder } from '../support/scratch.js';

const page = readFileSync(new URL('../../docs/receipts.md', import.meta.url), 'utf8');
const code = [...page.matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text);

async function archive(options: Partial<SyncEngineOptions> = {}) {
  const office = await createOffice([{}, {}]);
  await createReceiptTable(office.database);
  const share = scratchFolder();
  const store = knexStore(office.database, { columns, receipts: true, storeId: 'office' });
  return { office, share, sync: office.engine(share, {}, { store, ...options }) };
}

test('the calls that docs/receipts.md names can be called as they stand', async () => {
  const calls = code.filter((text) => /^(sync\.)?\w+\(.*\)$/.test(text));
  expect(calls).toEqual(['sync.plan()', 'runSync({ dryRun: true })', 'sync.syncDocument(id)']);
  const { sync } = await archive();
  for (const call of calls) {
    await new Function('sync', 'id', `return ${call.startsWith('sync.') ? call : `sync.${call}`}`)(sync, 1);
  }
  expect(await sync.getStatus()).toMatchObject({ synced: 1, pending: 1, failing: 0 });
  expect(await sync.runSync()).toMatchObject({ synced: 1, waiting: 0 });
});

test('what it says of deleted documents is so, from the options to the code of the summary', async () => {
  const policies = code.filter((text) => /^'\w+'$/.test(text)).map((text) => text.slice(1, -1));
  expect(policies).toEqual(['keep', 'trash', 'delete']);
  for (const policy of policies as ('keep' | 'trash' | 'delete')[]) {
    const deleted = { policy, maxShare: 0, retentionDays: { default: 0 } };
    const { office, share, sync } = await archive({ deleted });
    await sync.runSync();
    await office.database('documents').where({ id: 2 }).delete();
    const copy = join(share, '2024/01/invoices/document-2.pdf');
    const refused = policy === 'keep' ? undefined : 'TOO_MANY_DELETED';
    expect((await sync.runSync()).stopped?.code).toBe(refused);
    expect(fs.existsSync(copy)).toBe(true);
    expect(code).toContain('stopped: TOO_MANY_DELETED');
    expect(code).toContain('allowDeletions: true');
    expect((await sync.runSync({ allowDeletions: true })).stopped).toBeUndefined();
    expect(fs.existsSync(copy)).toBe(policy === 'keep');
    const day = new Date().toISOString().slice(0, 10);
    const trash = join(share, '.docmirror/trash', day, 'office', '2024/01/invoices/document-2.pdf');
    expect(fs.existsSync(trash)).toBe(policy === 'trash');
  }
});

test('the files that it names are on the share', async () => {
  const { share, sync } = await archive();
  await sync.runSync();
  const files = code.filter((text) => /^\.docmirror\/.*\.\w+$/.test(text));
  expect(files).toHaveLength(3);
  for (const file of files)
    expect(fs.existsSync(join(share, file.replace('<month>', '2024-01').replace('<store>', 'office'))), file).toBe(
      true,
    );
});
