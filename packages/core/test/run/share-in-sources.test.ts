import { describe, expect, test } from 'vitest';
import { type Archive, createArchive, nas, uploads } from './archive.js';

const key = '2024/01/invoices/1.pdf';
const told = (archive: Archive) => archive.errors.map((error) => (error as { code?: string }).code);

/** A document whose copy is all there is of it, as its row says. */
async function onShareOnly(options: Parameters<Archive['engine']>[0] = {}) {
  const archive = createArchive();
  archive.put({ id: 1 });
  archive.put({ id: 2 });
  const sync = archive.engine({ sourceRoot: [uploads, nas], ...options });
  expect(await sync.runSync()).toMatchObject({ synced: 2 });
  archive.fs.rmSync(`${uploads}/1.pdf`);
  const [row] = archive.store.rows();
  archive.store.put({ ...row, id: 1, type: 'invoice', date: '2024-01-31', source: `${nas}/${key}`, version: 100 });
  return { archive, sync };
}

describe('a share that lies in a source folder', () => {
  test.each([
    ['is one', { sourceRoot: [uploads, nas] }, [nas]],
    ['is in one', { sourceRoot: '/' }, ['/']],
    ['holds one', { sourceRoot: [`${nas}/uploads`] }, [`${nas}/uploads`]],
    ['is beside all', { sourceRoot: [uploads, '/nas-of-old'] }, []],
  ])('is told at construction where it %s', (_, options, roots) => {
    const archive = createArchive();
    archive.engine(options);
    expect(archive.errors.map((error) => (error as { params: { root: string } }).params.root)).toEqual(roots);
    expect(told(archive)).toEqual(roots.map(() => 'MIRROR_INSIDE_SOURCES'));
  });

  test('is told by a run and its plan too, once, wherever links lead', async () => {
    const archive = createArchive();
    archive.fs.symlinkSync('/', '/everything');
    archive.put({ id: 1 });
    archive.put({ id: 2 });
    const sync = archive.engine({ sourceRoot: [uploads, '/everything'] });
    expect(told(archive)).toEqual([]);
    const warnings = [expect.stringContaining('from the source folder /everything')];
    expect(await sync.runSync({ dryRun: true })).toMatchObject({ warnings });
    expect(await sync.runSync()).toMatchObject({ synced: 2, warnings });
    expect(await archive.engine().runSync()).toMatchObject({ warnings: [] });
  });
});

describe('a row that names its own copy on the share', () => {
  test('is refused with a code of its own, whatever of it changes, and its file stays', async () => {
    const { archive, sync } = await onShareOnly();
    for (const change of [
      {},
      { type: 'receipt' },
      { fileName: 'other.pdf' },
      { date: '2023-01-01' },
      { type: 'invoice' },
    ]) {
      const [row] = archive.store.rows();
      archive.store.put({
        ...row,
        id: 1,
        type: null,
        date: null,
        source: '',
        ...row,
        ...change,
        version: Math.random(),
      });
      const refused = { document_id: '1', code: 'SOURCE_INSIDE_MIRROR' };
      expect((await sync.plan()).entries).toEqual([expect.objectContaining(refused)]);
      await expect(sync.syncDocument(1)).rejects.toMatchObject({ code: refused.code });
      expect(archive.read(key)).toBe('content of 1');
    }
    await sync.verify({ repair: true });
    await sync.rebuild();
    await sync.runSync();
    expect(archive.read(key)).toBe('content of 1');
  });

  test.each(['trash', 'delete'] as const)(
    'is deleted, with the policy %s: its file stays, and the plan says why',
    async (policy) => {
      const { archive, sync } = await onShareOnly({ deleted: { policy, maxShare: 1 } });
      archive.store.remove(1);
      expect((await sync.plan()).entries).toEqual([
        expect.objectContaining({ document_id: '1', key, action: 'conflict', code: 'SOURCE_INSIDE_MIRROR' }),
      ]);
      const warnings = [expect.stringContaining(key)];
      expect(await sync.runSync()).toMatchObject({ removed: 0, warnings });
      // It is nobody's copy any more: no run looks at it again.
      expect(await sync.runSync()).toMatchObject({ removed: 0, warnings: [] });
      expect(archive.read(key)).toBe('content of 1');
      expect(Object.keys(await archive.keys())).toEqual(['2']);
    },
  );

  test('keeps what stands there from being set aside by a repair of another', async () => {
    const { archive, sync } = await onShareOnly();
    // Edited in place, where a row may name it.
    archive.fs.writeFileSync(`${nas}/2024/01/invoices/2.pdf`, 'edited');
    expect(await sync.verify({ repair: true })).toMatchObject({ changed: 1, repaired: 1 });
    expect(archive.read('2024/01/invoices/2.pdf')).toBe('edited');
    expect((await archive.keys())[2]).toBe('2024/01/invoices/2-2.pdf');
  });
});

test('documents of a share in a source folder move and change without losing anything', async () => {
  const archive = createArchive();
  const sync = archive.engine({ sourceRoot: [uploads, nas] });
  const contents = ['one', 'two', 'three'];
  for (const [n, content] of contents.entries()) {
    archive.put({ id: 1, type: n % 2 ? 'receipt' : 'invoice' }, content);
    expect(await sync.runSync()).toMatchObject({ synced: 1, failed: 0 });
    archive.put({ id: 1 }, `${content} again`);
    expect(await sync.runSync()).toMatchObject({ synced: 1, failed: 0 });
  }
  const held = Object.values(archive.copies());
  for (const content of contents) expect(held).toEqual(expect.arrayContaining([content, `${content} again`]));
  expect(archive.read((await archive.keys())[1] ?? '')).toBe('three again');
});

test('a copy that is a hard link of its moved document’s source stays', async () => {
  const archive = createArchive();
  archive.put({ id: 1 });
  const sync = archive.engine();
  await sync.runSync();
  archive.fs.rmSync(`${uploads}/1.pdf`);
  archive.fs.linkSync(`${nas}/${key}`, `${uploads}/1.pdf`);
  archive.put({ id: 1, type: 'receipt' });
  expect(await sync.runSync()).toMatchObject({ synced: 1, warnings: [expect.stringContaining(key)] });
  expect(Object.keys(archive.copies())).toEqual([key, '2024/01/receipts/1.pdf']);
  expect(await archive.receipts('leaving')).toEqual([]);
});
