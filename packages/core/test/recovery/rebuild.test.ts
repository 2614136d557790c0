import { describe, expect, test } from 'vitest';
import { SyncError } from '../../src/errors/sync-error.js';
import type { SyncEvents } from '../../src/events.js';
import type { Mirror } from '../../src/mirror.js';
import type { Receipt } from '../../src/receipt.js';
import { type Archive, createArchive, disagreements, nas, sha256, uploads } from '../run/archive.js';

/** What a receipt says of its copy; times are those of the making. */
const essence = ({ documentId, role, copy, type, version }: Receipt) => ({ documentId, role, copy, type, version });
const essences = async (archive: Archive) =>
  (await archive.receipts()).map(essence).sort((a, b) => Number(a.documentId) - Number(b.documentId));

async function loseReceipts(archive: Archive): Promise<void> {
  const mirrorId = (await archive.store.receipts.expectedMirror()) ?? '';
  await archive.store.receipts.removeAll(mirrorId);
}

/** As a database of its own: nothing is known of receipts or of the share. */
function loseDatabase(archive: Archive): Archive {
  const anew = createArchive();
  for (const { synced: _, syncedAt: __, ...document } of archive.store.rows()) anew.store.put(document);
  return { ...archive, store: anew.store, receipts: anew.receipts, keys: anew.keys, engine: archive.engine };
}

/** Fails when anything is copied; what the mirror looks at is all right. */
const copiesNothing = ({ copy }: Mirror) => ({
  copy: async (job: Parameters<Mirror['copy']>[0]) => {
    if (!job.dryRun) throw new Error('copied something');
    return copy(job);
  },
});

/** The lists and all else of ours on the share, but notices and the times of marking. */
const ownFiles = (archive: Archive) =>
  Object.entries(archive.own())
    .filter(([path]) => !path.startsWith('.docmirror/stores/'))
    .map(([path, text]) => [path, text.replace(/"synced_at":"[^"]+"/g, '')]);

const marked = ({ store }: Archive) => store.rows().flatMap(({ id, synced }) => (synced ? [id] : []));

describe('rebuilding', () => {
  test('makes receipts and marks as they were, and copies nothing', async () => {
    const archive = createArchive();
    for (let id = 1; id <= 20; id++)
      archive.put({ id, type: id % 3 ? 'invoice' : 'receipt', date: id % 5 ? `2024-0${(id % 9) + 1}-01` : null });
    await archive.engine().runSync();
    const [before, files, own] = [await essences(archive), archive.copies(), ownFiles(archive)];
    await loseReceipts(archive);
    const sync = archive.engine({}, copiesNothing);
    const events: SyncEvents['rebuild:progressed'][] = [];
    sync.on('rebuild:progressed', (event) => void events.push(event));
    expect(await sync.rebuild()).toEqual({ total: 20, marked: 20, pending: 0, unknown: 0 });
    expect(events.at(-1)).toEqual({ looked: 20, marked: 20 });
    expect(await essences(archive)).toEqual(before);
    expect([archive.copies(), ownFiles(archive)]).toEqual([files, own]);
    expect(await sync.runSync()).toMatchObject({ total: 0 });
    expect(await disagreements(archive)).toEqual([]);
    expect(await sync.verify()).toMatchObject({ checked: 20, findings: [] });
  });

  test('of a database that was lost as a whole recognises every copy, with and without the lists', async () => {
    for (const withLists of [true, false]) {
      const archive = createArchive();
      for (let id = 1; id <= 5; id++) archive.put({ id });
      await archive.engine().runSync();
      const before = await essences(archive);
      if (!withLists) archive.fs.rmSync(`${nas}/.docmirror/documents`, { recursive: true });
      const anew = loseDatabase(archive);
      const sync = archive.engine({ store: anew.store }, copiesNothing);
      expect(await sync.rebuild()).toEqual({ total: 5, marked: 5, pending: 0, unknown: 0 });
      expect(await essences(anew)).toEqual(before);
      // From now on, it is this share.
      expect(await anew.store.receipts.expectedMirror()).toBe((await archive.receipts())[0]?.mirrorId);
    }
  });

  test('of twins with their own copies, each keeps its own', async () => {
    const archive = createArchive();
    // The second has the plain name: the first was brought later.
    archive.put({ id: 2, fileName: 'twin.pdf' }, 'the same');
    await archive.engine().runSync();
    archive.put({ id: 1, fileName: 'twin.pdf' }, 'the same');
    await archive.engine().runSync();
    const [before, keys] = [await essences(archive), await archive.keys()];
    expect(keys).toEqual({ 1: '2024/01/invoices/twin-1.pdf', 2: '2024/01/invoices/twin.pdf' });
    await loseReceipts(archive);
    expect(await archive.engine({}, copiesNothing).rebuild()).toMatchObject({ marked: 2, pending: 0 });
    expect(await essences(archive)).toEqual(before);
  });

  test('of twins that shared a copy, as without receipts, one keeps it and the other is pending', async () => {
    const archive = createArchive();
    for (const id of [1, 2, 3]) archive.put({ id, fileName: 'twin.pdf' }, 'the same');
    const { receipts: _, ...plain } = archive.store;
    const summary = await archive.engine({ store: plain }).runSync();
    expect([summary.synced, Object.keys(archive.copies())]).toEqual([3, ['2024/01/invoices/twin.pdf']]);
    const sync = archive.engine();
    expect(await sync.rebuild()).toEqual({ total: 3, marked: 1, pending: 2, unknown: 0 });
    expect(await archive.keys()).toEqual({ 1: '2024/01/invoices/twin.pdf' });
    expect(await sync.runSync()).toMatchObject({ synced: 2 });
    expect(Object.keys(archive.copies())).toHaveLength(3);
    expect(await disagreements(archive)).toEqual([]);
  });

  test('a source that is gone: the copy that the list names counts, when it is right', async () => {
    const archive = createArchive();
    for (let id = 1; id <= 4; id++) archive.put({ id });
    await archive.engine().runSync();
    const before = await essences(archive);
    await loseReceipts(archive);
    archive.fs.rmSync(uploads, { recursive: true });
    const sync = archive.engine({}, copiesNothing);
    expect(await sync.rebuild()).toEqual({ total: 4, marked: 4, pending: 0, unknown: 0 });
    expect(await essences(archive)).toEqual(before);
    archive.fs.mkdirSync(uploads);
    expect(await sync.restore({})).toMatchObject({ restored: 4, failed: 0 });
  });

  test('a source that is gone, and a copy that is missing, damaged, or of a file the row does not name any more: pending', async () => {
    const archive = createArchive();
    for (let id = 1; id <= 4; id++) archive.put({ id });
    await archive.engine().runSync();
    await loseReceipts(archive);
    for (let id = 1; id <= 4; id++) archive.fs.rmSync(`${uploads}/${id}.pdf`);
    archive.fs.rmSync(`${nas}/2024/01/invoices/1.pdf`);
    archive.fs.writeFileSync(`${nas}/2024/01/invoices/2.pdf`, 'CONTENT OF 2');
    archive.store.put({ id: 3, type: 'invoice', date: '2024-01-31', source: 'other.pdf' });
    expect(await archive.engine().rebuild()).toEqual({ total: 4, marked: 1, pending: 3, unknown: 1 });
    expect(marked(archive)).toEqual([4]);
    // The third names another file under another name: whose the copy is, the list of unknown ones says.
    expect(Object.keys(await archive.keys())).toEqual(['4']);
    expect(archive.own()['.docmirror/documents/office/unknown.jsonl']).toContain('"source":"3.pdf"');
  });

  test('a source that is gone, of a row that changed since: the copy is of another version, and the document pending', async () => {
    const archive = createArchive();
    for (const id of [1, 2]) archive.put({ id });
    await archive.engine().runSync();
    await loseReceipts(archive);
    archive.put({ id: 1 }, 'as it is now');
    for (const id of [1, 2]) archive.fs.rmSync(`${uploads}/${id}.pdf`);
    expect(await archive.engine().rebuild()).toMatchObject({ marked: 1, pending: 1 });
    expect(marked(archive)).toEqual([2]);
    expect(Object.keys(await archive.keys())).toEqual(['1', '2']);
  });

  test('a source that is another by now: its receipt stands, and the next run replaces the copy', async () => {
    const archive = createArchive();
    for (const id of [1, 2]) archive.put({ id });
    await archive.engine().runSync();
    await loseReceipts(archive);
    archive.put({ id: 1 }, 'as it is now');
    const sync = archive.engine();
    expect(await sync.rebuild()).toEqual({ total: 2, marked: 1, pending: 1, unknown: 0 });
    expect(await sync.runSync()).toMatchObject({ synced: 1 });
    expect(archive.copies()).toEqual({
      '2024/01/invoices/1.pdf': 'as it is now',
      '2024/01/invoices/2.pdf': 'content of 2',
    });
    expect(await disagreements(archive)).toEqual([]);
  });

  test('finds a copy under its second name also where the first is free by now', async () => {
    const archive = createArchive();
    archive.put({ id: 1, fileName: 'same.pdf' }, 'one');
    archive.put({ id: 2, fileName: 'same.pdf' }, 'two');
    await archive.engine().runSync();
    archive.fs.rmSync(`${nas}/.docmirror/documents`, { recursive: true });
    archive.fs.rmSync(`${nas}/2024/01/invoices/same.pdf`);
    await loseReceipts(archive);
    expect(await archive.engine({}, copiesNothing).rebuild()).toMatchObject({ marked: 1, pending: 1 });
    expect(await archive.keys()).toEqual({ 2: '2024/01/invoices/same-2.pdf' });
  });

  test('a document that the database does not know gets no receipt, so that its copy never passes for a deleted one’s', async () => {
    const archive = createArchive();
    for (let id = 1; id <= 4; id++) archive.put({ id });
    await archive.engine().runSync();
    // A dump from before the last two.
    const [, , ...lost] = archive.store.rows();
    for (const { id } of lost) archive.store.remove(id);
    await loseReceipts(archive);
    const sync = archive.engine({ deleted: { policy: 'trash', maxShare: 1 } });
    expect(await sync.rebuild()).toEqual({ total: 2, marked: 2, pending: 0, unknown: 2 });
    expect(Object.keys(await archive.keys())).toEqual(['1', '2']);
    expect(await disagreements(archive)).toEqual([]);
    expect(await sync.runSync()).toMatchObject({ removed: 0 });
    expect(Object.keys(archive.copies())).toHaveLength(4);
    expect((await sync.verify()).findings.map(({ kind, key }) => `${kind} ${key}`)).toEqual([
      'foreign 2024/01/invoices/3.pdf',
      'foreign 2024/01/invoices/4.pdf',
    ]);
    // Whose they are is not forgotten: a newer dump is found, though no sources.
    archive.fs.rmSync(uploads, { recursive: true });
    archive.fs.mkdirSync(uploads);
    for (const { synced: _, syncedAt: __, ...document } of lost) archive.store.put(document);
    expect(await sync.rebuild()).toEqual({ total: 4, marked: 4, pending: 0, unknown: 0 });
    expect(await disagreements(archive)).toEqual([]);
    expect(archive.own()['.docmirror/documents/office/unknown.jsonl']).toBe('');
    expect(await sync.restore({})).toMatchObject({ restored: 4, failed: 0 });
  });

  test('leaves lists and receipts that agree, also of months of which nothing is left', async () => {
    const archive = createArchive();
    archive.put({ id: 1, date: '2023-05-01' });
    archive.put({ id: 2 });
    await archive.engine().runSync();
    archive.fs.rmSync(`${nas}/2023`, { recursive: true });
    archive.store.remove(1);
    await loseReceipts(archive);
    const sync = archive.engine();
    expect(await sync.rebuild()).toMatchObject({ marked: 1, unknown: 1 });
    expect(await disagreements(archive)).toEqual([]);
    expect(archive.own()['.docmirror/checksums/office/2023-05.sha256']).toBe('');
  });

  test('passes over lines that are none, of strangers, or older than another', async () => {
    const archive = createArchive();
    for (const id of [1, 2]) archive.put({ id });
    await archive.engine().runSync();
    const before = await essences(archive);
    await loseReceipts(archive);
    const list = `${nas}/.docmirror/documents/office/2024-01.jsonl`;
    const line = (document: string, key: string, synced_at: string | null) =>
      JSON.stringify({
        store: 'office',
        document,
        type: 'invoice',
        key,
        size: 12,
        sha256: sha256('content of 1'),
        version: null,
        date: '2024-01-31',
        name: '1.pdf',
        source: '1.pdf',
        synced_at,
      });
    const good = String(archive.fs.readFileSync(list)).trim().split('\n');
    const bad = [
      'not a line',
      line('one', '2024/01/invoices/1.pdf', null),
      line('99', '2024/01/invoices/2.pdf', '2030-01-01T00:00:00.000Z'),
      line('1', '2024/01/invoices/2.pdf', '2030-01-01T00:00:00.000Z').replace('office', 'other'),
      line('1', '../../etc/passwd', '2030-01-01T00:00:00.000Z'),
      // Of another month, from before it moved.
      line('1', '2023/12/invoices/1.pdf', '2020-01-01T00:00:00.000Z'),
    ];
    archive.fs.writeFileSync(list, `${[...good, ...bad].join('\n')}\n{"half`);
    expect(await archive.engine({}, copiesNothing).rebuild()).toMatchObject({ total: 2, marked: 2 });
    expect(await essences(archive)).toEqual(before);
  });

  test('waits for no document and is kept by none: unreadable dates and files without a path', async () => {
    const archive = createArchive();
    for (const id of [1, 2]) archive.put({ id });
    await archive.engine().runSync();
    archive.put({ id: 3, date: 'soon' });
    archive.put({ id: 4, source: null }, '');
    expect(await archive.engine().rebuild()).toEqual({ total: 3, marked: 2, pending: 1, unknown: 0 });
  });
});

describe('rebuilding that ends before it is through', () => {
  async function archiveOf(count: number): Promise<Archive> {
    const archive = createArchive();
    for (let id = 1; id <= count; id++) archive.put({ id });
    await archive.engine().runSync();
    return archive;
  }

  test('leaves pending what it did not come to; called again, it brings all to its end', async () => {
    const archive = await archiveOf(6);
    const before = await essences(archive);
    let looked = 0;
    const sync = archive.engine({ concurrency: 1 }, ({ copy }) => ({
      async copy(job) {
        looked += 1;
        if (looked === 4) throw new SyncError('MIRROR_LOST', { scope: 'run' });
        return copy(job);
      },
    }));
    expect(await sync.rebuild()).toMatchObject({ marked: 0, stopped: { code: 'MIRROR_LOST' } });
    expect(marked(archive)).toEqual([]);
    expect(await archive.engine({}, copiesNothing).rebuild()).toEqual({ total: 6, marked: 6, pending: 0, unknown: 0 });
    expect(await essences(archive)).toEqual(before);
  });

  test('a run does the rest as well, and copies nothing that is there', async () => {
    const archive = await archiveOf(6);
    const before = await essences(archive);
    const cancel = new AbortController();
    const sync = archive.engine({ concurrency: 1 }, ({ copy }) => ({
      async copy(job) {
        cancel.abort();
        return copy(job);
      },
    }));
    expect(await sync.rebuild({ signal: cancel.signal })).toMatchObject({ stopped: { code: 'RUN_ABORTED' } });
    const copied: unknown[] = [];
    const other = archive.engine();
    other.on('document:copied', (event) => void copied.push(event));
    expect(await other.runSync()).toMatchObject({ failed: 0 });
    expect(copied).toEqual([]);
    expect(await essences(archive)).toEqual(before);
  });

  test('no run writes the lists until one is through: they may be all that tells whose a copy is', async () => {
    const archive = await archiveOf(6);
    const [before, own] = [await essences(archive), ownFiles(archive)];
    await loseReceipts(archive);
    for (let id = 1; id <= 5; id++) archive.fs.rmSync(`${uploads}/${id}.pdf`);
    let reads = 0;
    const cut = archive.engine({}, ({ read }) => ({
      async read(request) {
        if (request.name.startsWith('documents/')) reads += 1;
        if (reads === 2) throw new SyncError('MIRROR_LOST', { scope: 'run' });
        return read(request);
      },
    }));
    expect(await cut.rebuild()).toMatchObject({ stopped: { code: 'MIRROR_LOST' } });
    await loseReceipts(archive);
    archive.put({ id: 7 });
    const sync = archive.engine();
    const warning =
      'The lists on the share are those of before: a rebuild was begun and did not come to its end. Call sync.rebuild() again.';
    expect(await sync.runSync()).toMatchObject({ synced: 2, failed: 5, warnings: [warning] });
    expect(ownFiles(archive)).toEqual(own);
    expect(await sync.rebuild()).toEqual({ total: 7, marked: 7, pending: 0, unknown: 0 });
    expect((await essences(archive)).slice(0, 6)).toEqual(before);
    expect(await disagreements(archive)).toEqual([]);
    archive.put({ id: 8 });
    expect(await sync.runSync()).toMatchObject({ synced: 1, warnings: [] });
    expect(await disagreements(archive)).toEqual([]);
  });

  test('is refused while a run is under way, and while it is under way itself', async () => {
    const archive = await archiveOf(2);
    const sync = archive.engine();
    const run = sync.runSync();
    await expect(sync.rebuild()).rejects.toMatchObject({ code: 'RUN_IN_PROGRESS' });
    await run;
    const first = sync.rebuild();
    await expect(sync.rebuild()).rejects.toMatchObject({ code: 'RUN_IN_PROGRESS' });
    expect(await first).toMatchObject({ marked: 2 });
  });

  test('a folder that is not the share is refused before anything is forgotten, and gets no marker', async () => {
    const archive = await archiveOf(2);
    const before = await essences(archive);
    archive.fs.renameSync(nas, '/elsewhere');
    archive.fs.mkdirSync(nas);
    await expect(archive.engine().rebuild()).rejects.toMatchObject({ code: 'MIRROR_NOT_OURS' });
    expect(archive.fs.readdirSync(nas)).toEqual([]);
    expect(marked(archive)).toEqual([1, 2]);
    expect(await essences(archive)).toEqual(before);
    // Nor where nobody knows of a share yet, as after a fire: the share is probably not mounted.
    const anew = loseDatabase(archive);
    await expect(archive.engine({ store: anew.store }).rebuild()).rejects.toMatchObject({ code: 'MIRROR_NOT_OURS' });
    expect(archive.fs.readdirSync(nas)).toEqual([]);
  });
});
