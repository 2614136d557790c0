import { describe, expect, test } from 'vitest';
import { readReceipt } from '../../src/plan/read-receipt.js';
import { createArchive, uploads } from '../run/archive.js';

const checksum = 'ab'.repeat(32);
const row = {
  ...{
    mirrorId: 'share',
    claim: 'claim',
    documentId: 1,
    role: 'current',
    key: '2024/01/invoices/a.pdf',
    size: '12',
    checksum,
  },
  ...{ type: 'invoice', version: null, rowWords: null, syncedAt: '2024-01-31T00:00:00.000Z', verifiedAt: null },
  ...{ attempts: 0, nextAttemptAt: null, lastError: null },
};
const receipt = {
  ...{ mirrorId: 'share', claim: 'claim', documentId: 1, role: 'current', type: 'invoice', version: null, row: null },
  copy: { key: '2024/01/invoices/a.pdf', size: 12, checksum },
  ...{ syncedAt: new Date('2024-01-31T00:00:00.000Z'), verifiedAt: null, nextAttemptAt: null },
  ...{ attempts: 0, lastError: null },
};

const cases: readonly (readonly [object, object])[] = [
  [{}, {}],
  [{ size: 12n, checksum: checksum.toUpperCase() }, {}],
  [{ key: null }, { copy: null }],
  [{ lastError: 'COPY_EATEN_BY_MICE' }, { lastError: 'COPY_EATEN_BY_MICE' }],
  // Put right by hand.
  [{ syncedAt: 'last week', verifiedAt: '' }, { syncedAt: null }],
  [{ attempts: 'many' }, { attempts: 1 }],
  [{ attempts: -3 }, { attempts: 1 }],
  [{ type: null }, { type: '' }],
  [{ role: 'x' }, {}],
  [{ rowWords: '{"date":null,"name":"a","source":7}' }, { row: { date: null, name: 'a', source: null } }],
  ...['', 'x', '7', 'null'].map((rowWords): readonly [object, object] => [{ rowWords }, {}]),
  ...[null, '', '12 KB', -1, 1.5, 2 ** 60].map((size): readonly [object, object] => [
    { size },
    { copy: { ...receipt.copy, size: 0, checksum: '' } },
  ]),
  ...[null, '', 'abc'].map((wrong): readonly [object, object] => [
    { checksum: wrong },
    { copy: { ...receipt.copy, checksum: '' } },
  ]),
];

describe('a receipt as it stands in a table', () => {
  test.each(cases)('with %o', (columns, expected) => {
    expect(readReceipt({ ...row, ...columns })).toEqual({ ...receipt, ...expected });
  });
});

test('a copy of which the receipt says what cannot be is found changed, by itself, and repaired', async () => {
  const archive = createArchive();
  for (const id of [1, 2, 3]) archive.put({ id });
  const sync = archive.engine();
  await sync.runSync();
  const [first] = (await archive.receipts()).filter(({ documentId }) => documentId === 2);
  if (!first?.copy) throw new Error('no copy of document 2');
  const broken = readReceipt({
    ...first,
    rowWords: null,
    claim: 'claim',
    key: first.copy.key,
    size: 'x',
    checksum: 'y',
  });
  await archive.store.receipts.write([broken]);
  expect(await sync.verify()).toMatchObject({ checked: 3, changed: 1, findings: [{ document_id: '2' }] });
  expect(await sync.verify({ repair: true })).toMatchObject({ changed: 1, repaired: 1 });
  expect(await sync.verify()).toMatchObject({ checked: 3, findings: [] });
});

describe('a receipt that another version wrote', () => {
  async function failing(lastError: string, nextAttemptAt: Date | null) {
    const archive = createArchive();
    archive.put({ id: 1 });
    archive.put({ id: 2 });
    archive.fs.rmSync(`${uploads}/1.pdf`);
    const sync = archive.engine();
    await sync.runSync();
    const [receipt] = (await archive.receipts()).filter(({ documentId }) => documentId === 1);
    if (receipt === undefined) throw new Error('no receipt of document 1');
    await archive.store.receipts.note([{ ...receipt, lastError, nextAttemptAt }]);
    return { archive, sync };
  }

  test('has a code that this one does not know: it is kept, and shown as unknown', async () => {
    const { archive, sync } = await failing('COPY_EATEN_BY_MICE\x1b[2J', new Date(Date.now() + 60_000));
    expect((await sync.getFailures()).failures).toMatchObject([
      {
        document_id: '1',
        code: 'FAILURE_UNKNOWN',
        message: 'It failed for a reason that this version of docmirror does not know (COPY_EATEN_BY_MICE\\u001b[2J)',
      },
    ]);
    expect((await sync.plan()).entries).toMatchObject([{ action: 'wait', code: 'FAILURE_UNKNOWN' }]);
    await sync.markChanged([1]);
    const kept = (await archive.receipts()).map(({ lastError }) => lastError);
    expect(kept).toContain('COPY_EATEN_BY_MICE\x1b[2J');
    expect(await sync.runSync()).toMatchObject({ failed: 1, waiting: 0 });
    expect((await sync.getFailures()).failures).toMatchObject([{ code: 'SOURCE_NOT_FOUND', attempts: 2 }]);
  });

  test('has a time of the next try that lies beyond every wait: nothing waits for it', async () => {
    const { sync } = await failing('SOURCE_NOT_FOUND', new Date('9999-12-31T00:00:00.000Z'));
    expect(await sync.runSync()).toMatchObject({ failed: 1, waiting: 0 });
  });
});
