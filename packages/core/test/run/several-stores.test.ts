import { describe, expect, test } from 'vitest';
import { SyncError } from '../../src/errors/sync-error.js';
import type { Mirror } from '../../src/mirror.js';
import type { MemoryStoreOptions } from '../../src/testing/memory-store.js';
import { type Archive, createArchive, nas, sha256 } from './archive.js';

const deleted = { policy: 'delete', maxShare: 1 } as const;

/** Two stores on one share, whose documents have the same ids. */
function twoStores(first: MemoryStoreOptions = {}, second: MemoryStoreOptions = {}): readonly [Archive, Archive] {
  const a = createArchive({ storeId: 'first', ...first });
  return [a, createArchive({ storeId: 'second', ...second }, a)];
}

const today = () => new Date().toISOString().slice(0, 10);

/** Copies by what they hold. */
const keyOf = ({ copies }: Archive, content: string) =>
  Object.entries(copies()).flatMap(([key, held]) => (held === content ? [key] : []));

const lines = (archive: Archive, store: string, list = '2024-01'): string[] =>
  (archive.own()[`.docmirror/documents/${store}/${list}.jsonl`] ?? '').split('\n').filter((line) => line !== '');

/** Everything that is the store's: its copies, its own files. */
async function belongings(archive: Archive, storeId: string): Promise<unknown> {
  const copies = archive.copies();
  const own = Object.entries(archive.own()).filter(([path]) => path.includes(`/${storeId}/`));
  return { keys: Object.values(await archive.keys()).map((key) => [key, copies[key]]), own };
}

/** What each store's receipts say stands there. */
async function wrongCopies(...archives: readonly Archive[]): Promise<string[]> {
  const wrong: string[] = [];
  const seen = new Set<string>();
  for (const archive of archives) {
    for (const { copy } of await archive.receipts('current')) {
      if (copy === null) continue;
      const content = archive.copies()[copy.key];
      if (content === undefined || sha256(content) !== copy.checksum)
        wrong.push(`${copy.key} is not what it should be`);
      if (seen.has(copy.key)) wrong.push(`${copy.key} is two documents'`);
      seen.add(copy.key);
    }
  }
  return wrong;
}

/** The mirror of a process that is killed before it marks anything. */
const killedBeforeMarks = (): Partial<Mirror> => ({
  confirm: () => Promise.reject(new SyncError('MIRROR_LOST', { scope: 'run' })),
});

describe('several stores on one share', () => {
  test.each(['keep', 'trash', 'delete'] as const)(
    'with the policy %s nobody touches what is another’s',
    async (policy) => {
      const [a, b] = twoStores();
      for (let id = 1; id <= 4; id++) {
        a.put({ id }, `first's ${id}`);
        b.put({ id }, `second's ${id}`);
      }
      const options = { deleted: { policy, maxShare: 1 } };
      await a.engine(options).runSync();
      await b.engine(options).runSync();
      expect([lines(a, 'first').length, lines(a, 'second').length]).toEqual([4, 4]);
      const before = await belongings(b, 'second');

      a.put({ id: 1 }, 'replaced');
      a.put({ id: 2, date: '2024-02-01', fileName: 'moved.pdf' });
      a.store.remove(3);
      a.fs.writeFileSync(`${nas}/${(await a.keys())[4]}`, 'damaged');
      await a.engine(options).runSync();
      await a.engine(options).verify({ repair: true });
      await a.engine(options).rebuild();
      expect(await a.engine(options).restore({})).toMatchObject({ failed: 0 });
      expect(await belongings(b, 'second')).toEqual(before);
      expect(await wrongCopies(a, b)).toEqual([]);
      const trash = Object.keys(a.own()).filter((path) => path.startsWith('.docmirror/trash/'));
      expect(trash.every((path) => path.startsWith(`.docmirror/trash/${today()}/first/`))).toBe(true);
      expect(trash).toHaveLength(policy === 'trash' ? 2 : 1);
    },
  );

  test('a copy of the same content that another store lists is not taken: each has its own', async () => {
    const [a, b] = twoStores();
    a.put({ id: 1, fileName: 'terms.pdf' }, 'the same terms');
    b.put({ id: 7, fileName: 'terms.pdf' }, 'the same terms');
    await a.engine({ deleted }).runSync();
    const plan = await b.engine({ deleted }).plan();
    expect(await b.engine({ deleted }).runSync()).toMatchObject({ synced: 1 });
    const keys = keyOf(a, 'the same terms');
    expect(keys).toEqual(['2024/01/invoices/terms-7.pdf', '2024/01/invoices/terms.pdf']);
    expect(plan.entries).toMatchObject([{ action: 'copy', key: keys[0] }]);

    a.put({ id: 1 }, 'new terms');
    await a.engine({ deleted }).runSync();
    a.store.remove(1);
    await a.engine({ deleted }).runSync();
    expect(await b.engine().verify()).toMatchObject({ checked: 1, findings: [] });
    expect(a.copies()).toEqual({ '2024/01/invoices/terms-7.pdf': 'the same terms' });
  });

  test('a copy that another store has under the name of one that was deleted by hand is not set aside', async () => {
    const [a, b] = twoStores();
    b.put({ id: 7, fileName: 'terms.pdf' }, "second's terms");
    await b.engine().runSync();
    b.fs.rmSync(`${nas}/2024/01/invoices/terms.pdf`);
    a.put({ id: 1, fileName: 'terms.pdf' }, "first's terms");
    await a.engine().runSync();
    expect(keyOf(a, "first's terms")).toEqual(['2024/01/invoices/terms.pdf']);
    expect(await b.engine().verify({ repair: true })).toMatchObject({ changed: 1, repaired: 1 });
    expect(keyOf(a, "first's terms")).toEqual(['2024/01/invoices/terms.pdf']);
    expect(keyOf(a, "second's terms")).toEqual(['2024/01/invoices/terms-7.pdf']);
    expect(await wrongCopies(a, b)).toEqual([]);
  });

  test('nor by one document alone, nor one that a killed run of another store has just made', async () => {
    const [a, b] = twoStores();
    a.put({ id: 1, fileName: 'terms.pdf' }, 'the same terms');
    b.put({ id: 1, fileName: 'terms.pdf' }, 'the same terms');
    await a.engine({}, killedBeforeMarks).runSync();
    expect(keyOf(a, 'the same terms')).toHaveLength(1);
    const { key } = await b.engine().syncDocument(1);
    expect(key).toMatch(/^2024\/01\/invoices\/terms-1-[\da-f]{8}\.pdf$/);
    // The first comes back, and what it made is not told from the second's either: it lists nothing yet.
    await a.engine().runSync();
    await b.engine().runSync();
    expect(await wrongCopies(a, b)).toEqual([]);
    expect(lines(a, 'first')).toHaveLength(1);
    expect(lines(a, 'second')).toHaveLength(1);
  });

  test('runs that are killed again and again leave no more copies than one more', async () => {
    const [a, b] = twoStores();
    b.put({ id: 1 }, 'other');
    await b.engine({}, killedBeforeMarks).runSync();
    for (let id = 2; id <= 5; id++) a.put({ id }, `content ${id}`);
    for (let n = 0; n < 5; n++) await a.engine({}, killedBeforeMarks).runSync();
    await a.engine().runSync();
    expect(await wrongCopies(a)).toEqual([]);
    for (let id = 2; id <= 5; id++) expect(keyOf(a, `content ${id}`).length).toBeLessThanOrEqual(2);
  });

  test('alone on its share, a store that was killed finds its copies again and only marks them', async () => {
    const a = createArchive();
    for (let id = 1; id <= 3; id++) a.put({ id });
    await a.engine({}, killedBeforeMarks).runSync();
    const copies = a.copies();
    expect(await a.engine().runSync()).toMatchObject({ synced: 3 });
    expect(a.copies()).toEqual(copies);
    expect(await a.keys()).toEqual({
      1: '2024/01/invoices/1.pdf',
      2: '2024/01/invoices/2.pdf',
      3: '2024/01/invoices/3.pdf',
    });
  });

  test('beside another whose copies are all in its lists, too', async () => {
    const [a, b] = twoStores();
    b.put({ id: 9, fileName: 'nine.pdf' });
    await b.engine().runSync();
    for (let id = 1; id <= 3; id++) a.put({ id });
    await a.engine({}, killedBeforeMarks).runSync();
    await a.engine().runSync();
    expect(Object.keys(a.copies())).toHaveLength(4);
  });

  test('at once, with the same files under the same names, none gets another’s copy', async () => {
    const [a, b] = twoStores();
    for (let id = 1; id <= 20; id++) for (const one of [a, b]) one.put({ id }, `content ${id}`);
    await Promise.all([a.engine().runSync(), b.engine().runSync()]);
    await Promise.all([a.engine().runSync(), b.engine().runSync()]);
    expect(await wrongCopies(a, b)).toEqual([]);
    for (const one of [a, b])
      expect(await one.engine().verify()).toMatchObject({ checked: 20, missing: 0, changed: 0 });
  });

  test('what a store without receipts has may be any file: one with receipts takes none, nor the other way', async () => {
    for (const plainFirst of [true, false]) {
      const [a, b] = twoStores();
      const { receipts: _, ...plain } = b.store;
      for (const one of [a, b]) one.put({ id: 1, fileName: 'terms.pdf' }, 'the same terms');
      const runs = [() => a.engine({ deleted }).runSync(), () => b.engine({ store: plain }).runSync()];
      for (const run of plainFirst ? runs.reverse() : runs) await run();
      expect(keyOf(a, 'the same terms')).toHaveLength(2);
      a.store.remove(1);
      await a.engine({ deleted }).runSync();
      expect(keyOf(a, 'the same terms')).toHaveLength(1);
    }
  });

  test('two stores without receipts may share a copy: neither removes any', async () => {
    const [a, b] = twoStores();
    for (const one of [a, b]) {
      const { receipts: _, ...store } = one.store;
      one.put({ id: 1, fileName: 'terms.pdf' }, 'the same terms');
      expect(await one.engine({ store }).runSync()).toMatchObject({ synced: 1 });
    }
    expect(keyOf(a, 'the same terms')).toHaveLength(1);
  });

  test('a verification says whose a foreign file is', async () => {
    const [a, b] = twoStores();
    a.put({ id: 1 }, 'of the first');
    b.put({ id: 2 }, 'of the second');
    await a.engine().runSync();
    await b.engine().runSync();
    a.fs.writeFileSync(`${nas}/2024/01/scan.pdf`, 'nobody’s');
    const { findings } = await a.engine().verify();
    expect(findings.map(({ kind, key, store }) => [kind, key, store])).toEqual([
      ['foreign', '2024/01/invoices/2.pdf', 'second'],
      ['foreign', '2024/01/scan.pdf', undefined],
    ]);
  });

  test('a copy that the lists of another name is not removed, even where a receipt claims it', async () => {
    const [a, b] = twoStores();
    a.put({ id: 1 }, 'the same');
    b.put({ id: 2, fileName: '1.pdf' }, 'the same');
    await a.engine().runSync();
    await b.engine().runSync();
    const [receipt] = await a.receipts('current');
    const stolen = (await b.receipts('current'))[0]?.copy;
    if (receipt === undefined || !stolen) throw new TypeError('no receipts');
    await a.store.receipts.write([{ ...receipt, copy: stolen }]);
    a.store.remove(1);
    expect(await a.engine({ deleted }).runSync()).toMatchObject({
      removed: 0,
      warnings: [`No longer needed, but the lists of another store name it, and so left alone: ${stolen.key}`],
    });
    expect(a.copies()[stolen.key]).toBe('the same');
  });
});

describe('the identity of a store', () => {
  const foldersOf = ({ fs }: Archive) => fs.readdirSync(`${nas}/.docmirror/documents`);

  test('is made once and kept: several engines that begin at once agree', async () => {
    const a = createArchive({ storeId: undefined });
    a.put({ id: 1 });
    a.put({ id: 2 });
    await Promise.all([a.engine().runSync(), a.engine().runSync(), a.engine().syncDocument(1)]);
    await a.engine().runSync();
    expect(foldersOf(a)).toEqual([await a.store.receipts.storeId()]);
  });

  test('that is another in the options than is kept is refused before anything is done; a rebuild takes it up', async () => {
    const a = createArchive({ storeId: undefined });
    a.put({ id: 1 });
    await a.engine().runSync();
    const kept = await a.store.receipts.storeId();
    a.put({ id: 2 });
    const store = { ...a.store, identity: { ...a.store.identity, given: 'invoices' } };
    for (const call of ['runSync', 'plan', 'verify'] as const) {
      await expect(a.engine({ store })[call]()).rejects.toMatchObject({ code: 'STORE_ID_CHANGED', params: { kept } });
    }
    expect(await a.engine({ store }).rebuild()).toMatchObject({ marked: 1, pending: 1 });
    expect(await a.engine({ store }).runSync()).toMatchObject({ synced: 1 });
    expect(Object.keys(a.own()).filter((path) => path.includes(`/${kept}/`))).toEqual([]);
    expect(lines(a, 'invoices')).toHaveLength(2);
    expect(await a.store.receipts.storeId()).toBe('invoices');
  });

  test('notes that a store is at work go with the lists, and stay where these could not be written', async () => {
    const a = createArchive();
    const notices = () => Object.keys(a.own()).filter((path) => path.startsWith('.docmirror/stores/'));
    a.put({ id: 1 });
    const sync = a.engine();
    await sync.syncDocument(1);
    expect(notices()).toEqual([expect.stringMatching(/^\.docmirror\/stores\/office\/working-\d+-[\da-f]+\.txt$/)]);
    await sync.runSync();
    expect(notices()).toEqual([]);
    a.put({ id: 2 });
    await a
      .engine({}, (mirror) => ({
        write: (request) =>
          request.name.startsWith('documents/')
            ? Promise.reject(new SyncError('COPY_REFUSED', { params: { error: 'EACCES' } }))
            : mirror.write(request),
      }))
      .runSync();
    expect(notices()).toHaveLength(1);
  });
});
