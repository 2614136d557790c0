import { describe, expect, test } from 'vitest';
import type { SyncEvents } from '../../src/events.js';
import type { Mirror } from '../../src/mirror.js';
import { createArchive, disagreements, nas } from './archive.js';

describe('a document that changed', () => {
  test('is pending again by its version; its copy is replaced under its name', async () => {
    const archive = createArchive();
    const sync = archive.engine();
    archive.put({ id: 1 }, 'first');
    archive.put({ id: 2 }, 'other');
    expect(await sync.runSync()).toMatchObject({ total: 2, synced: 2, waiting: 0, removed: 0 });
    archive.put({ id: 1 }, 'second');
    expect(await sync.runSync()).toMatchObject({ total: 1, synced: 1, warnings: [] });
    expect(archive.copies()).toEqual({ '2024/01/invoices/1.pdf': 'second', '2024/01/invoices/2.pdf': 'other' });
    expect(await disagreements(archive)).toEqual([]);
    expect(await sync.runSync()).toMatchObject({ total: 0, synced: 0 });
  });

  test.each([
    ['re-typed', { type: 'receipt' }, '2024/01/receipts/1.pdf'],
    ['re-dated', { date: '2023-12-01' }, '2023/12/invoices/1.pdf'],
    ['renamed', { fileName: 'renamed.pdf' }, '2024/01/invoices/renamed.pdf'],
    ['without date', { date: null }, 'undated/invoices/1.pdf'],
  ])('%s: its copy moves, and the folders that this empties go', async (_, change, key) => {
    const archive = createArchive();
    const sync = archive.engine();
    const removed: SyncEvents['copy:removed'][] = [];
    const copied: SyncEvents['document:copied'][] = [];
    sync.on('copy:removed', (event) => void removed.push(event));
    sync.on('document:copied', (event) => void copied.push(event));
    archive.put({ id: 1 }, 'content');
    await sync.runSync();
    archive.put({ id: 1, ...change });
    expect(await sync.runSync()).toMatchObject({ total: 1, synced: 1 });
    expect(archive.copies()).toEqual({ [key]: 'content' });
    expect(await disagreements(archive)).toEqual([]);
    const from = '2024/01/invoices/1.pdf';
    expect(copied.at(-1)).toMatchObject({ documentId: 1, from, receipt: { key } });
    expect(removed).toEqual([{ documentId: 1, key: from, reason: 'moved', trash: null }]);
  });

  test('leaves a copy alone that somebody changed, and says so; it is nobody’s from then on', async () => {
    const archive = createArchive();
    const sync = archive.engine();
    archive.put({ id: 1 }, 'content');
    await sync.runSync();
    archive.fs.writeFileSync(`${nas}/2024/01/invoices/1.pdf`, 'edited on the share');
    archive.put({ id: 1, type: 'receipt' });
    const key = '2024/01/invoices/1.pdf';
    expect((await sync.runSync()).warnings).toEqual([
      `No longer needed, but changed by somebody, and so left alone: ${key}`,
    ]);
    expect(archive.copies()).toEqual({ [key]: 'edited on the share', '2024/01/receipts/1.pdf': 'content' });
    expect((await sync.runSync()).warnings).toEqual([]);
    expect(await disagreements(archive)).toEqual([]);
  });

  test('and whose copy was edited in place gets a new one beside it', async () => {
    const archive = createArchive();
    const sync = archive.engine();
    archive.put({ id: 1 }, 'first');
    await sync.runSync();
    archive.fs.writeFileSync(`${nas}/2024/01/invoices/1.pdf`, 'edited on the share');
    archive.put({ id: 1 }, 'second');
    await sync.runSync();
    expect(archive.copies()).toEqual({
      '2024/01/invoices/1.pdf': 'edited on the share',
      '2024/01/invoices/1-1.pdf': 'second',
    });
    expect(await disagreements(archive)).toEqual([]);
  });
});

describe('names', () => {
  test('that are released are taken by the next run, never by the one that releases them', async () => {
    const archive = createArchive();
    const sync = archive.engine();
    archive.put({ id: 1, fileName: 'invoice.pdf' }, 'of 1');
    await sync.runSync();
    archive.put({ id: 1, fileName: 'old.pdf' });
    archive.put({ id: 2, fileName: 'invoice.pdf' }, 'of 2');
    await sync.runSync();
    expect(await archive.keys()).toEqual({ 1: '2024/01/invoices/old.pdf', 2: '2024/01/invoices/invoice-2.pdf' });
    archive.put({ id: 3, fileName: 'invoice.pdf' }, 'of 3');
    await sync.runSync();
    expect(archive.copies()).toEqual({
      '2024/01/invoices/old.pdf': 'of 1',
      '2024/01/invoices/invoice-2.pdf': 'of 2',
      '2024/01/invoices/invoice.pdf': 'of 3',
    });
    expect(await disagreements(archive)).toEqual([]);
  });

  test('that are exchanged: no copy is lost, and nothing moves for ever', async () => {
    const archive = createArchive();
    const sync = archive.engine();
    archive.put({ id: 1, fileName: 'a.pdf' }, 'of 1');
    archive.put({ id: 2, fileName: 'b.pdf' }, 'of 2');
    await sync.runSync();
    archive.put({ id: 1, fileName: 'b.pdf' });
    archive.put({ id: 2, fileName: 'a.pdf' });
    await sync.runSync();
    expect(Object.values(archive.copies()).sort()).toEqual(['of 1', 'of 2']);
    expect(await disagreements(archive)).toEqual([]);
    expect(await sync.runSync()).toMatchObject({ total: 0 });
  });

  test('and back again, before the copy at the old one is gone', async () => {
    const archive = createArchive();
    archive.put({ id: 1, fileName: 'a.pdf' }, 'content');
    await archive.engine().runSync();
    archive.put({ id: 1, fileName: 'b.pdf' });
    // It cannot be removed for now.
    const sync = archive.engine({}, () => ({ remove: () => Promise.reject(refusal()) }));
    expect((await sync.runSync()).warnings).toHaveLength(1);
    archive.put({ id: 1, fileName: 'a.pdf' });
    await archive.engine().runSync();
    // The old one was leaving still, so it was nobody's to take.
    expect(archive.copies()).toEqual({ '2024/01/invoices/a-1.pdf': 'content' });
    expect(await disagreements(archive)).toEqual([]);
  });

  test('of twins: the same content under the same name gets two copies', async () => {
    const archive = createArchive();
    for (const id of [1, 2, 3]) archive.put({ id, fileName: 'twin.pdf' }, 'the same');
    const sync = archive.engine({ concurrency: 3 });
    expect(await sync.runSync()).toMatchObject({ synced: 3, failed: 0 });
    expect(await archive.keys()).toEqual({
      1: '2024/01/invoices/twin.pdf',
      2: '2024/01/invoices/twin-2.pdf',
      3: '2024/01/invoices/twin-3.pdf',
    });
    // When one goes, the others keep theirs.
    archive.put({ id: 1, fileName: 'alone.pdf' });
    await sync.runSync();
    expect(Object.keys(archive.copies())).toHaveLength(3);
    expect(await disagreements(archive)).toEqual([]);
  });

  test('that another instance claims meanwhile are left to it', async () => {
    const archive = createArchive();
    archive.put({ id: 1, fileName: 'twin.pdf' }, 'the same');
    archive.put({ id: 2, fileName: 'twin.pdf' }, 'the same');
    // The other one marks document 2 just before the first marks document 1 under the same name.
    const other = archive.engine();
    let meanwhile = true;
    const sync = archive.engine({}, (mirror: Mirror) => ({
      async confirm(request) {
        await mirror.confirm(request);
        if (!meanwhile) return;
        meanwhile = false;
        await other.syncDocument(2);
      },
    }));
    expect(await sync.syncDocument(1)).toMatchObject({ key: '2024/01/invoices/twin-1.pdf' });
    expect(await archive.keys()).toEqual({ 1: '2024/01/invoices/twin-1.pdf', 2: '2024/01/invoices/twin.pdf' });
    expect(await sync.runSync()).toMatchObject({ total: 0 });
    expect(await disagreements(archive)).toEqual([]);
  });

  test('claimed by another instance in mid-run: tried again in the same run, with no failure', async () => {
    const archive = createArchive();
    for (let id = 1; id <= 150; id++) archive.put({ id, fileName: 'twin.pdf' }, 'the same');
    const other = archive.engine();
    let meanwhile = true;
    const sync = archive.engine({}, (mirror: Mirror) => ({
      async confirm(request) {
        await mirror.confirm(request);
        if (!meanwhile) return;
        meanwhile = false;
        await other.syncDocument(150);
      },
    }));
    expect(await sync.runSync()).toMatchObject({ failed: 0, synced: 150 });
    expect(new Set(Object.values(await archive.keys())).size).toBe(150);
    expect(await disagreements(archive)).toEqual([]);
  });
});

function refusal(): Error {
  return Object.assign(new Error('refused'), {
    name: 'SyncError',
    code: 'COPY_REFUSED',
    scope: 'document',
    params: { error: 'EACCES' },
  });
}
