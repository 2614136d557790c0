import { describe, expect, test, vi } from 'vitest';
import type { SyncEvents } from '../../src/events.js';
import type { MemoryRow } from '../../src/testing/memory-store.js';
import { type Archive, createArchive, disagreements, nas } from './archive.js';

const today = () => new Date().toISOString().slice(0, 10);

/** So many documents, brought; the first ones are gone from the database since. */
async function archiveWithout(gone: number, of: number, options: Parameters<Archive['engine']>[0]) {
  const archive = createArchive();
  for (let id = 1; id <= of; id++) archive.put({ id });
  await archive.engine().runSync();
  for (let id = 1; id <= gone; id++) archive.store.remove(id);
  return { archive, sync: archive.engine(options) };
}

describe('copies of deleted documents', () => {
  test('stay, unless one says otherwise', async () => {
    const { archive, sync } = await archiveWithout(3, 5, {});
    expect(await sync.runSync()).toMatchObject({ total: 0, removed: 0 });
    expect(Object.keys(archive.copies())).toHaveLength(5);
    expect(await disagreements(archive)).toEqual([]);
  });

  test.each([
    ['trash', ['2024/01/invoices/1.pdf']],
    ['delete', []],
  ] as const)('go with the policy %s, and their folders with them', async (policy, trashed) => {
    const archive = createArchive();
    archive.put({ id: 1 }, 'of 1');
    for (let id = 2; id <= 12; id++) archive.put({ id, date: '2024-02-01' });
    await archive.engine().runSync();
    archive.store.remove(1);
    const sync = archive.engine({ deleted: policy });
    const removed: SyncEvents['copy:removed'][] = [];
    sync.on('copy:removed', (event) => void removed.push(event));
    expect(await sync.runSync()).toMatchObject({ total: 0, removed: 1, warnings: [] });
    expect(archive.read('2024/01')).toBeUndefined();
    const inTrash = Object.entries(archive.own()).filter(([path]) => path.startsWith('.docmirror/trash/'));
    expect(inTrash).toEqual(trashed.map((key) => [`.docmirror/trash/${today()}/office/${key}`, 'of 1']));
    const trash = policy === 'trash' ? `${today()}/office` : null;
    expect(removed).toEqual([{ documentId: 1, key: '2024/01/invoices/1.pdf', reason: 'deleted', trash }]);
    expect(await disagreements(archive)).toEqual([]);
    expect(await sync.runSync()).toMatchObject({ removed: 0 });
  });

  test('stay, all of them, when too many are gone; the rest of the run is done', async () => {
    const { archive, sync } = await archiveWithout(3, 20, { deleted: 'delete' });
    archive.put({ id: 99 });
    const finished = vi.fn();
    sync.on('run:finished', finished);
    const summary = await sync.runSync();
    expect(summary).toMatchObject({ total: 1, synced: 1, removed: 0, stopped: { code: 'TOO_MANY_DELETED' } });
    expect(summary.stopped?.message).toBe('3 of 21 documents are gone from the database; their copies were left alone');
    expect(finished.mock.calls[0]?.[0]).toMatchObject({ synced: 1, stopped: { code: 'TOO_MANY_DELETED' } });
    expect(Object.keys(archive.copies())).toHaveLength(21);
    expect(await disagreements(archive)).toEqual([]);
    // The share is well: nobody is told that it is lost.
    expect(await sync.getStatus()).toMatchObject({ nas_configured: true });
    const { entries } = await sync.plan();
    expect(entries.map(({ action, code }) => [action, code])).toEqual(
      Array.from({ length: 3 }, () => ['conflict', 'TOO_MANY_DELETED']),
    );
    expect(await sync.runSync({ dryRun: true })).toMatchObject({ removed: 0, stopped: { code: 'TOO_MANY_DELETED' } });
    expect(await sync.runSync({ allowDeletions: true, dryRun: true })).toMatchObject({ removed: 3 });
    expect(await sync.runSync({ allowDeletions: true })).toMatchObject({ removed: 3 });
    expect(Object.keys(archive.copies())).toHaveLength(18);
  });

  test('go up to the bound, and beyond it with a higher one', async () => {
    const few = await archiveWithout(2, 20, { deleted: 'delete' });
    expect(await few.sync.runSync()).toMatchObject({ removed: 2 });
    const many = await archiveWithout(10, 20, { deleted: { policy: 'delete', maxShare: 0.5 } });
    expect(await many.sync.runSync()).toMatchObject({ removed: 10 });
    expect(await disagreements(many.archive)).toEqual([]);
  });

  test('stay for the days of their type, counted from when they were made', async () => {
    const archive = createArchive();
    archive.put({ id: 1, type: 'invoice' });
    archive.put({ id: 2, type: ' Receipt ' });
    archive.put({ id: 3, type: 'memo' });
    for (let id = 4; id <= 40; id++) archive.put({ id });
    await archive.engine().runSync();
    for (const id of [1, 2, 3]) archive.store.remove(id);
    const retentionDays = { Invoice: 3_650, receipt: 30, default: 1 };
    const sync = archive.engine({ deleted: { policy: 'delete', retentionDays } });
    const day = 24 * 60 * 60 * 1000;
    const start = Date.now();
    let gone: string[] = [];
    sync.on('copy:removed', ({ documentId }) => void gone.push(String(documentId)));
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      for (const [days, expected] of [
        [0, []],
        [1.01, ['3']],
        [29.9, []],
        [30.1, ['2']],
        [3_649, []],
        [3_651, ['1']],
      ] as const) {
        vi.setSystemTime(start + days * day);
        gone = [];
        expect((await sync.plan()).entries.map(({ document_id }) => document_id)).toEqual(expected);
        await sync.runSync();
        expect(gone, `after ${days} days`).toEqual(expected);
      }
    } finally {
      vi.useRealTimers();
    }
  });

  test('that somebody changed are left alone, with a warning', async () => {
    const { archive, sync } = await archiveWithout(1, 20, { deleted: 'delete' });
    archive.fs.writeFileSync(`${nas}/2024/01/invoices/1.pdf`, 'edited');
    expect(await sync.runSync()).toMatchObject({
      removed: 0,
      warnings: ['No longer needed, but changed by somebody, and so left alone: 2024/01/invoices/1.pdf'],
    });
    expect(archive.read('2024/01/invoices/1.pdf')).toBe('edited');
    expect(await disagreements(archive)).toEqual([]);
  });

  test('of a document that comes back into scope: it is pending, and is brought anew', async () => {
    let inScope = (_: MemoryRow) => true;
    const archive = createArchive({ where: (row) => inScope(row) });
    for (let id = 1; id <= 12; id++) archive.put({ id });
    const sync = archive.engine({ deleted: 'delete' });
    await sync.runSync();
    inScope = ({ id }) => id !== 1;
    expect(await sync.runSync()).toMatchObject({ removed: 1 });
    inScope = () => true;
    expect(await sync.getStatus()).toMatchObject({ pending: 1 });
    expect(await sync.runSync()).toMatchObject({ synced: 1 });
    expect(archive.read('2024/01/invoices/1.pdf')).toBe('content of 1');
    expect(await disagreements(archive)).toEqual([]);
  });
});

test('a policy other than keep needs receipts, and says so at construction', async () => {
  const archive = createArchive();
  const { receipts: _, ...store } = archive.store;
  expect(() => archive.engine({ store, deleted: 'trash' })).toThrow(
    expect.objectContaining({ code: 'OPTIONS_INVALID', message: expect.stringContaining('"deleted"') }),
  );
  expect(() => archive.engine({ deleted: 'shred' as 'keep' })).toThrow(
    expect.objectContaining({ code: 'OPTIONS_INVALID', message: expect.stringContaining("'keep', 'trash', 'delete'") }),
  );
  expect(() => archive.engine({ deleted: { policy: 'delete', maxShare: 2 } })).toThrow(
    expect.objectContaining({ code: 'OPTIONS_INVALID', message: expect.stringContaining('deleted') }),
  );
});
