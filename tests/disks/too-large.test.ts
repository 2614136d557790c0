import { join } from 'node:path';
import { createReceiptTable, knexStore } from '@docmirror/adapter-knex';
import { describeWhere } from '@docmirror/tests-shared/needs';
import fs from 'fs-extra';
import { expect, test } from 'vitest';
import { columns } from '../support/database.mjs';
import { createOffice, type NewDocument } from '../support/office.js';
import { copiesBelow, filesBelow, isTemporary } from '../support/tree.js';
import { disk, needsRoot } from './disk.js';

async function officeWithReceipts(documents: readonly NewDocument[]) {
  const office = await createOffice(documents);
  await createReceiptTable(office.database);
  return { ...office, store: knexStore(office.database, { columns, receipts: true }) };
}

const small = (count: number) => Array.from({ length: count }, () => ({}));

describeWhere(needsRoot, 'a document that is larger than the disk', () => {
  // So large that the disk is asked before, and so small that only writing tells.
  test.each([
    ['50 GB', 50 * 2 ** 30],
    ['12 MB', 12 * 2 ** 20],
  ])('of %s is named; the others are brought, the lists written, copies of deleted ones removed', async (_, bytes) => {
    const office = await officeWithReceipts([{ content: '' }, ...small(60)]);
    fs.truncateSync(join(office.sources, '1.bin'), bytes);
    const share = disk(8);
    const sync = office.engine(share, {}, { store: office.store, deleted: 'delete' });
    const summary = await sync.runSync();
    expect(summary).toMatchObject({ total: 61, synced: 60, failed: 1 });
    expect(summary.failures).toEqual([{ document_id: '1', code: 'COPY_TOO_LARGE' }]);
    expect(summary).not.toHaveProperty('stopped');
    expect(
      filesBelow(share)
        .map(({ path }) => path)
        .join('\n'),
    ).toMatch(/^\.docmirror\/checksums\/[^/\n]+\/2024-01\.sha256$/m);
    expect(filesBelow(share).filter(isTemporary)).toEqual([]);

    await office.add(small(3));
    await office.database('documents').where({ id: 2 }).delete();
    expect(await sync.runSync()).toMatchObject({ total: 4, synced: 3, failed: 1, removed: 1 });
    expect(await sync.runSync()).toMatchObject({ total: 0, waiting: 1 });
    expect(copiesBelow(share)).toHaveLength(62);
    expect(await office.markedWithoutCopy(share)).toEqual([]);
    expect(await sync.getStatus()).toMatchObject({ pending: 1, failing: 1 });
  });

  test('is planned as what it is where the disk says so before', async () => {
    const office = await officeWithReceipts([{ content: '' }, {}]);
    fs.truncateSync(join(office.sources, '1.bin'), 50 * 2 ** 30);
    const sync = office.engine(disk(8), {}, { store: office.store });
    const plan = (await sync.plan()).entries.map(({ document_id, action, code }) => ({ document_id, action, code }));
    expect(plan).toEqual([
      { document_id: '1', action: 'conflict', code: 'COPY_TOO_LARGE' },
      { document_id: '2', action: 'copy', code: undefined },
    ]);
  });
});
