import { describe, expect, test } from 'vitest';
import { SyncError } from '../../src/errors/sync-error.js';
import { type Archive, createArchive, disagreements, nas } from '../run/archive.js';

const unnamed = { storeId: undefined };

/** The table of receipts, made anew: neither receipts nor the identity are known any more. */
function withoutMemory(archive: Archive): Archive {
  const anew = createArchive(unnamed);
  for (const { synced: _, syncedAt: __, ...document } of archive.store.rows()) anew.store.put(document);
  return { ...archive, store: anew.store, receipts: anew.receipts, keys: anew.keys };
}

/** Beside it another store with the same ids and types, whose copies are in January too. */
async function besideAnother(documents: number): Promise<readonly [Archive, Archive]> {
  const a = createArchive(unnamed);
  const b = createArchive(unnamed, a);
  for (let id = 1; id <= documents; id++) {
    a.put({ id, source: `i${id}.pdf`, fileName: null }, `INVOICE ${id}`);
    b.put({ id, source: `c${id}.pdf`, fileName: null }, `CONTRACT ${id}`);
  }
  await a.engine().runSync();
  await b.engine().runSync();
  return [a, b];
}

const storeIdOf = async ({ store }: Archive) => (await store.receipts.storeId()) ?? '';

const engineOf = (archive: Archive) =>
  archive.engine({ store: archive.store, deleted: { policy: 'delete', maxShare: 1 } });

const loseFiles = ({ fs, uploads: files }: Archive) => {
  fs.rmSync(files, { recursive: true });
  fs.mkdirSync(files);
};

const foldersOf = ({ fs }: Archive): string[] =>
  (fs.readdirSync(`${nas}/.docmirror/documents`) as string[]).filter(
    (folder) => (fs.readdirSync(`${nas}/.docmirror/documents/${folder}`) as string[]).length > 0,
  );

const unknownLines = async (archive: Archive): Promise<string[]> =>
  (archive.own()[`.docmirror/documents/${await storeIdOf(archive)}/unknown.jsonl`] ?? '')
    .split('\n')
    .flatMap((line) => (line === '' ? [] : [JSON.parse(line).key]));

describe('a rebuild of one of several stores', () => {
  test.each([1, 2, 5])(
    'that lost its receipts and files, of %i documents, takes its own lists and no others',
    async (n) => {
      const [a, b] = await besideAnother(n);
      const [was, others] = [await storeIdOf(a), await storeIdOf(b)];
      loseFiles(a);
      const anew = withoutMemory(a);
      const sync = engineOf(anew);
      expect(await sync.rebuild()).toEqual({ total: n, marked: n, pending: 0, unknown: 0 });
      expect(await sync.restore({})).toMatchObject({ restored: n, failed: 0 });
      for (let id = 1; id <= n; id++)
        expect(String(a.fs.readFileSync(`${a.uploads}/i${id}.pdf`))).toBe(`INVOICE ${id}`);
      expect(await sync.runSync()).toMatchObject({ total: 0, removed: 0 });
      // The old lists are its own by now.
      expect(foldersOf(a)).toEqual([others, await storeIdOf(anew)].sort());
      expect(Object.keys(a.own()).filter((path) => path.includes(`/${was}/`))).toEqual([]);
      expect(await b.engine().verify()).toMatchObject({ checked: n, missing: 0, changed: 0 });
      expect(Object.keys(a.copies())).toHaveLength(2 * n);
    },
  );

  test('after a run under a new identity, finds the lists of before all the same', async () => {
    const [a] = await besideAnother(3);
    const anew = withoutMemory(a);
    // The marks are as before; only the receipts are gone.
    for (const row of anew.store.rows()) anew.store.put({ ...row, synced: true });
    anew.store.put({ id: 4, type: 'invoice', date: '2024-01-31', source: 'i4.pdf', fileName: null });
    a.fs.writeFileSync(`${a.uploads}/i4.pdf`, 'INVOICE 4');
    const copies = Object.keys(a.copies()).length;
    expect(await engineOf(anew).runSync()).toMatchObject({ synced: 1 });
    expect(await engineOf(anew).rebuild()).toMatchObject({ marked: 4, pending: 0, unknown: 0 });
    expect(Object.keys(a.copies())).toHaveLength(copies + 1);
    expect(foldersOf(a)).toHaveLength(2);
  });

  test('named by option, that has no lists yet, takes none of another, whose rows are like its own', async () => {
    const named = createArchive({ storeId: 'office' });
    const other = createArchive({ storeId: 'archive' }, named);
    for (const id of [1, 2, 3]) {
      for (const archive of [other, named]) archive.put({ id, source: `${id}.pdf` }, `content ${id}`);
    }
    await other.engine().runSync();
    expect(await named.engine().rebuild()).toEqual({ total: 3, marked: 0, pending: 3, unknown: 0 });
    expect(await other.engine().verify()).toMatchObject({ checked: 3, findings: [] });
    expect(await named.engine().rebuild({ from: ['archive'] })).toMatchObject({ marked: 3, pending: 0 });
  });

  test('takes no lists where those of several stores may be its own, and says what to write', async () => {
    const [a, b] = await besideAnother(2);
    // A copy of the first's table, with an identity of its own.
    const twin = createArchive(unnamed, b);
    for (const { synced: _, syncedAt: __, ...row } of a.store.rows()) {
      twin.store.put(row);
      a.fs.writeFileSync(`${twin.uploads}/${row.source}`, `INVOICE ${row.id}`);
    }
    await twin.engine().runSync();
    const anew = withoutMemory(a);
    for (const row of anew.store.rows()) anew.store.put({ ...row, synced: true });
    const before = [a.copies(), a.own(), anew.store.rows()];
    await expect(engineOf(anew).rebuild()).rejects.toMatchObject({
      code: 'STORE_LISTS_AMBIGUOUS',
      hint: expect.stringContaining("rebuild({ from: ['"),
    });
    expect([a.copies(), a.own(), anew.store.rows()]).toEqual(before);
    const from = [await storeIdOf(a)];
    expect(await engineOf(anew).rebuild({ from })).toMatchObject({ marked: 2, pending: 0 });
    expect(await twin.engine().verify()).toMatchObject({ checked: 2, missing: 0, changed: 0 });
    await expect(engineOf(anew).rebuild({ from: ['nobody'] })).rejects.toMatchObject({ code: 'QUERY_INVALID' });
  });

  test('of a store that never had lists takes none of another, and no copy that these name', async () => {
    const [a] = await besideAnother(2);
    const fresh = createArchive(unnamed, { ...a, uploads: `${a.uploads}-third` });
    for (const id of [1, 2]) fresh.put({ id, fileName: `i${id}.pdf` }, `INVOICE ${id}x`);
    fresh.put({ id: 3, fileName: 'i1.pdf' }, 'INVOICE 1');
    expect(await engineOf(fresh).rebuild()).toEqual({ total: 3, marked: 0, pending: 3, unknown: 0 });
    expect(await a.engine().rebuild()).toMatchObject({ marked: 2 });
  });

  test('that is cut short goes by the same lists the next time', async () => {
    const [a] = await besideAnother(3);
    loseFiles(a);
    const anew = withoutMemory(a);
    let lists = 0;
    const cut = a.engine({ store: anew.store }, (mirror) => ({
      async write(request) {
        if (request.name.startsWith('documents/') && request.last) lists += 1;
        // Its own lists are written, those of before are still there.
        if (lists > 0 && request.content === null) throw new SyncError('MIRROR_LOST', { scope: 'run' });
        await mirror.write(request);
      },
    }));
    expect(await cut.rebuild()).toMatchObject({ stopped: { code: 'MIRROR_LOST' } });
    expect(await engineOf(anew).rebuild()).toEqual({ total: 3, marked: 3, pending: 0, unknown: 0 });
    expect(foldersOf(a)).toHaveLength(2);
  });
});

describe('an id that another document has by now', () => {
  /** Document 3 was brought after the dump was made; then all is lost, and another document gets its id. */
  async function afterTheFire(next: Parameters<Archive['put']>[0], content: string, lost = {}): Promise<Archive> {
    const archive = createArchive();
    for (const id of [1, 2]) archive.put({ id, source: `u${id}`, fileName: `invoice ${id}.pdf` }, `content ${id}`);
    archive.put({ id: 3, source: 'u3', fileName: 'contract.pdf', ...lost }, 'the contract');
    await archive.engine().runSync();
    loseFiles(archive);
    const mirrorId = (await archive.store.receipts.expectedMirror()) ?? '';
    await archive.store.receipts.removeAll(mirrorId);
    archive.store.remove(3);
    archive.put(next, content);
    return archive;
  }

  const others: readonly [string, Parameters<Archive['put']>[0], object][] = [
    ['all but its type is another', { id: 3, source: 'u9', fileName: 'new.pdf', date: '2024-02-01' }, {}],
    ['it has the same type and date', { id: 3, source: 'u9', fileName: 'new.pdf' }, {}],
    ['it has the same name, type and month, but another file', { id: 3, source: 'u9', fileName: 'contract.pdf' }, {}],
    [
      'files are named by id, and only the path is the same',
      { id: 3, source: 'u3', fileName: 'new.pdf', date: '2024-02-01' },
      {},
    ],
    ['its type is another too', { id: 3, source: 'u9', fileName: 'new.pdf', type: 'payslip', date: null }, {}],
  ];
  test.each(others)('keeps its copy: %s', async (_, next, lost) => {
    const archive = await afterTheFire(next, 'a new upload', lost);
    const key = '2024/01/invoices/contract.pdf';
    const sync = archive.engine({ deleted: { policy: 'delete', maxShare: 1 } });
    expect(await sync.rebuild()).toEqual({ total: 3, marked: 2, pending: 1, unknown: 1 });
    expect(await sync.restore({})).toMatchObject({ total: 2, restored: 2 });
    expect(await sync.runSync({ allowDeletions: true })).toMatchObject({ synced: 1, removed: 0 });
    expect(archive.copies()[key]).toBe('the contract');
    expect(Object.values(archive.copies())).toContain('a new upload');
    expect(await unknownLines(archive)).toEqual([key]);
    expect((await sync.verify()).findings.map((one) => [one.kind, one.key])).toEqual([['foreign', key]]);
    expect(await disagreements(archive)).toEqual([]);
  });

  const same: readonly [string, Parameters<Archive['put']>[0], string][] = [
    ['renamed', { id: 3, source: 'u3', fileName: 'treaty.pdf' }, 'the contract'],
    ['given another date', { id: 3, source: 'u3', fileName: 'contract.pdf', date: '2024-05-01' }, 'the contract'],
    [
      'given another name and date',
      { id: 3, source: 'u3', fileName: 'treaty.pdf', date: '2024-05-01' },
      'the contract',
    ],
    [
      'filed elsewhere on disk, under another name',
      { id: 3, source: 'moved/u3', fileName: 'treaty.pdf', date: '2024-05-01' },
      'the contract',
    ],
    ['edited, and renamed', { id: 3, source: 'u3', fileName: 'treaty.pdf' }, 'the second version'],
  ];
  test.each(same)('is still its own where it was only %s', async (_, next, content) => {
    const archive = createArchive();
    archive.put({ id: 3, source: 'u3', fileName: 'contract.pdf' }, 'the contract');
    await archive.engine().runSync();
    const mirrorId = (await archive.store.receipts.expectedMirror()) ?? '';
    await archive.store.receipts.removeAll(mirrorId);
    archive.fs.mkdirSync(`${archive.uploads}/moved`);
    archive.put(next, content);
    const sync = archive.engine();
    expect(await sync.rebuild()).toMatchObject({ unknown: 0 });
    await sync.runSync();
    expect(Object.values(archive.copies())).toEqual([content]);
    expect(await disagreements(archive)).toEqual([]);
  });
});

describe('receipts that are switched on after runs without', () => {
  async function switchedOn(
    beside?: Archive,
  ): Promise<{ readonly archive: Archive; readonly plain: Archive['store'] }> {
    const archive = createArchive(unnamed, beside);
    for (let id = 1; id <= 5; id++) archive.put({ id });
    const { receipts: _, ...plain } = archive.store;
    await archive.engine({ store: plain }).runSync();
    return { archive, plain: plain as Archive['store'] };
  }

  test('are told to be missing, and a run makes them without copying anything', async () => {
    const { archive } = await switchedOn();
    const sync = archive.engine();
    const warnings = [
      'Marked documents without a receipt: 5. Call sync.rebuild() or POST /rebuild; their copies are recognised then.',
    ];
    await archive.store.receipts.expectMirror(
      (JSON.parse(archive.own()['.docmirror/mirror.json'] ?? '') as { id: string }).id,
    );
    expect(await sync.getStatus()).toMatchObject({ synced: 5, unreceipted: 5, warnings });
    expect(await sync.plan()).toEqual({ unreceipted: 5, warnings, entries: [], cursor: null });
    expect(await sync.verify()).toMatchObject({ checked: 0, foreign: 5, unreceipted: 5, warnings });
    const copies = archive.copies();
    expect(await sync.runSync()).toMatchObject({ total: 0, warnings: [] });
    expect(archive.copies()).toEqual(copies);
    expect(await sync.getStatus()).not.toHaveProperty('unreceipted');
    expect(await sync.verify()).toMatchObject({ checked: 5, findings: [] });
    expect(await disagreements(archive)).toEqual([]);
    expect(Object.keys(archive.own()).filter((path) => path.includes('/stores/'))).toEqual([]);
    archive.fs.rmSync(`${archive.uploads}/3.pdf`);
    expect(await sync.restore(3)).toMatchObject({ outcome: 'restored' });
  });

  test('are not made for a document whose copy is not the file’s: it stays told, and nothing is copied', async () => {
    const { archive } = await switchedOn();
    archive.fs.writeFileSync(`${archive.uploads}/2.pdf`, 'changed since');
    const sync = archive.engine();
    await sync.runSync();
    expect(await sync.getStatus()).toMatchObject({ synced: 5, unreceipted: 1 });
    expect(Object.values(archive.copies())).not.toContain('changed since');
    expect(await sync.rebuild()).toMatchObject({ marked: 4, pending: 1 });
    expect(await sync.runSync()).toMatchObject({ synced: 1 });
    expect(await sync.getStatus()).not.toHaveProperty('unreceipted');
    expect(await disagreements(archive)).toEqual([]);
  });

  test('beside another store are made for its own copies, and never for one that the other lists', async () => {
    const other = createArchive(unnamed);
    other.put({ id: 1, fileName: 'terms.pdf' }, 'the same terms');
    await other.engine().runSync();
    const { archive } = await switchedOn(other);
    const sync = archive.engine({ deleted: { policy: 'delete', maxShare: 1 } });
    await sync.runSync();
    expect(await sync.verify()).toMatchObject({ checked: 5 });
    // Marked by hand: its only identical copy is the other's.
    archive.put({ id: 6, fileName: 'terms.pdf' }, 'the same terms');
    const row = archive.store.rows().find(({ id }) => id === 6);
    if (row) archive.store.put({ ...row, synced: true });
    await sync.runSync();
    expect(await sync.getStatus()).toMatchObject({ unreceipted: 1 });
    archive.store.remove(6);
    await sync.runSync();
    expect(await other.engine().verify()).toMatchObject({ checked: 1, missing: 0 });
  });
});
