import { afterEach, describe, expect, test, vi } from 'vitest';
import { SyncError } from '../../src/errors/sync-error.js';
import { createArchive, disagreements } from './archive.js';

const minute = 60_000;

afterEach(() => void vi.useRealTimers());

describe('a document that keeps failing', () => {
  test('waits longer each time, is counted apart, and is right at once when it can be brought', async () => {
    const archive = createArchive();
    archive.put({ id: 1 });
    archive.put({ id: 2 });
    archive.fs.rmSync('/uploads/1.pdf');
    const sync = archive.engine();
    vi.useFakeTimers({ toFake: ['Date'] });
    const failed = { total: 1, failed: 1, waiting: 0, failures: [{ document_id: '1', code: 'SOURCE_NOT_FOUND' }] };
    const waits = { total: 0, synced: 0, failed: 0, waiting: 1, errors: [] };

    expect(await sync.runSync()).toMatchObject({ ...failed, total: 2, synced: 1 });
    // The first failure may have been chance: the next run tries again.
    expect(await sync.runSync()).toMatchObject(failed);
    for (const wait of [1, 2, 4, 8]) {
      expect(await sync.runSync()).toMatchObject(waits);
      expect((await sync.plan()).entries).toEqual([
        { document_id: '1', action: 'wait', key: null, code: 'SOURCE_NOT_FOUND', message: 'Source file not found' },
      ]);
      vi.setSystemTime(Date.now() + wait * minute - 1);
      expect(await sync.runSync()).toMatchObject(waits);
      vi.setSystemTime(Date.now() + 1);
      expect(await sync.runSync()).toMatchObject(failed);
    }
    expect(await sync.getStatus()).toMatchObject({ pending: 1, failing: 1 });
    const [receipt] = (await archive.receipts()).filter(({ documentId }) => documentId === 1);
    expect(receipt).toMatchObject({ attempts: 6, lastError: 'SOURCE_NOT_FOUND', copy: null });

    // One at a time, it is tried whenever somebody asks.
    await expect(sync.syncDocument(1)).rejects.toMatchObject({ code: 'SOURCE_NOT_FOUND' });
    archive.fs.writeFileSync('/uploads/1.pdf', 'back again');
    await sync.syncDocument(1);
    expect(await sync.getStatus()).toMatchObject({ pending: 0, failing: 0 });
    expect(await sync.runSync()).toMatchObject({ total: 0, waiting: 0 });
    expect(await disagreements(archive)).toEqual([]);
  });

  test('keeps the copy that it had, and its name', async () => {
    const archive = createArchive();
    archive.put({ id: 1 }, 'first');
    const sync = archive.engine();
    await sync.runSync();
    archive.put({ id: 1 }, 'second');
    archive.fs.rmSync('/uploads/1.pdf');
    for (let n = 0; n < 3; n++) await sync.runSync();
    expect(await archive.keys()).toEqual({ 1: '2024/01/invoices/1.pdf' });
    expect(archive.read('2024/01/invoices/1.pdf')).toBe('first');
    expect(await sync.getStatus()).toMatchObject({ pending: 1, failing: 1 });
    archive.fs.writeFileSync('/uploads/1.pdf', 'second');
    expect(await sync.syncDocument(1)).toMatchObject({ key: '2024/01/invoices/1.pdf' });
    expect(archive.copies()).toEqual({ '2024/01/invoices/1.pdf': 'second' });
  });

  test.each(['SOURCE_CHANGED', 'DOCUMENT_CHANGED'] as const)(
    'is none where it only changed under the copy: %s',
    async (code) => {
      const archive = createArchive();
      archive.put({ id: 1 });
      const sync = archive.engine({}, () => ({ copy: () => Promise.reject(new SyncError(code)) }));
      for (let n = 0; n < 3; n++) expect(await sync.runSync()).toMatchObject({ failed: 1, waiting: 0 });
      expect(await sync.getStatus()).toMatchObject({ failing: 0 });
      expect(await archive.receipts()).toEqual([]);
    },
  );

  test('is none where the run stops: the share is to blame', async () => {
    const archive = createArchive();
    archive.put({ id: 1 });
    const full = new SyncError('MIRROR_FULL', { scope: 'run' });
    const sync = archive.engine({}, () => ({ copy: () => Promise.reject(full) }));
    expect(await sync.runSync()).toMatchObject({ failed: 0, stopped: { code: 'MIRROR_FULL' } });
    expect(await sync.getStatus()).toMatchObject({ failing: 0 });
  });

  test('never slows the others: of 12,000 documents and one bad', { timeout: 180_000 }, async () => {
    const archive = createArchive();
    const row = { type: 'invoice', version: 1, date: '2024-01-31' };
    for (let id = 1; id <= 12_000; id++) archive.store.put({ ...row, id, source: `${id}.pdf` });
    const copies: string[] = [];
    // Copies nothing: a file system in memory would take most of the time.
    const sync = archive.engine({}, () => ({
      async copy({ source, directory, fileName }) {
        copies.push(source);
        if (source === '7.pdf') throw new SyncError('SOURCE_NOT_FOUND');
        return {
          outcome: 'copied',
          key: `${directory}/${fileName}`,
          size: 1,
          checksum: 'f'.repeat(64),
          notPreserved: [],
        };
      },
      confirm: async () => undefined,
    }));
    expect(await sync.runSync()).toMatchObject({ total: 12_000, synced: 11_999, failed: 1 });
    expect(new Set(copies).size).toBe(copies.length);
    // From the third run on, it is not even looked at.
    for (const tried of [['7.pdf'], [], []]) {
      copies.length = 0;
      expect(await sync.runSync()).toMatchObject({ synced: 0, failed: tried.length, waiting: 1 - tried.length });
      expect(copies).toEqual(tried);
    }
    // Nor does it keep the places of others where a run is limited.
    archive.store.put({ ...row, id: 12_001, source: '12001.pdf' });
    expect(await sync.runSync({ limit: 1 })).toMatchObject({ total: 1, synced: 1, waiting: 1 });
    expect(await disagreements(archive, true)).toEqual([]);
  });
});
