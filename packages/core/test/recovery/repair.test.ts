import { describe, expect, test } from 'vitest';
import { SyncError } from '../../src/errors/sync-error.js';
import type { Mirror } from '../../src/mirror.js';
import { type Archive, createArchive, disagreements, nas, uploads } from '../run/archive.js';

const key = (id: number) => `2024/01/invoices/${id}.pdf`;

async function archiveOf(count: number): Promise<Archive> {
  const archive = createArchive();
  for (let id = 1; id <= count; id++) archive.put({ id });
  expect(await archive.engine().runSync()).toMatchObject({ synced: count });
  return archive;
}

/** What lies in the trash of the share, by its key. */
function trash(archive: Archive): Record<string, string> {
  const today = `.docmirror/trash/${new Date().toISOString().slice(0, 10)}/office/`;
  return Object.fromEntries(
    Object.entries(archive.own()).flatMap(([path, content]) =>
      path.startsWith(today) ? [[path.slice(today.length), content]] : [],
    ),
  );
}

describe('a repair', () => {
  test('brings anew what is missing, changed or unreadable, and sets the strange files aside', async () => {
    const archive = await archiveOf(5);
    const { fs } = archive;
    fs.rmSync(`${nas}/${key(1)}`);
    fs.writeFileSync(`${nas}/${key(2)}`, 'CONTENT OF 2');
    fs.chmodSync(`${nas}/${key(3)}`, 0);
    fs.writeFileSync(`${nas}/2024/01/scan.pdf`, 'a stranger');
    const sync = archive.engine();
    const report = await sync.verify({ repair: true });
    expect(report).toMatchObject({ missing: 1, changed: 1, unreadable: 1, foreign: 1, repaired: 3 });
    for (const { kind, repaired, code } of report.findings) {
      expect([repaired, code]).toEqual([kind !== 'foreign', undefined]);
    }
    fs.chmodSync(`${nas}/.docmirror/trash/${new Date().toISOString().slice(0, 10)}/office/${key(3)}`, 0o644);
    expect(trash(archive)).toEqual({ [key(2)]: 'CONTENT OF 2', [key(3)]: 'content of 3' });
    const expected = Object.fromEntries([1, 2, 3, 4, 5].map((id) => [key(id), `content of ${id}`]));
    expect(archive.copies()).toEqual({ ...expected, '2024/01/scan.pdf': 'a stranger' });
    expect(archive.store.rows().every(({ synced }) => synced)).toBe(true);
    expect(await sync.verify()).toMatchObject({ missing: 0, changed: 0, unreadable: 0, foreign: 1 });
    expect(await sync.runSync()).toMatchObject({ total: 0 });
    expect(await disagreements(archive)).toEqual([]);
  });

  test('sets aside what is no file too', async () => {
    const archive = await archiveOf(1);
    archive.fs.rmSync(`${nas}/${key(1)}`);
    archive.fs.mkdirSync(`${nas}/${key(1)}`);
    archive.fs.writeFileSync(`${nas}/${key(1)}/inside.txt`, 'kept');
    const report = await archive.engine().verify({ repair: true });
    expect(report.findings[0]).toMatchObject({ kind: 'changed', repaired: true });
    expect(archive.read(key(1))).toBe('content of 1');
    expect(trash(archive)).toEqual({ [`${key(1)}/inside.txt`]: 'kept' });
  });

  test.each(['missing', 'changed', 'unreadable'] as const)(
    'of a %s copy whose source is gone touches nothing, and says why',
    async (state) => {
      const archive = await archiveOf(2);
      const { fs } = archive;
      if (state === 'missing') fs.rmSync(`${nas}/${key(1)}`);
      if (state === 'changed') fs.writeFileSync(`${nas}/${key(1)}`, 'perhaps the best there is');
      if (state === 'unreadable') fs.chmodSync(`${nas}/${key(1)}`, 0);
      fs.rmSync(`${uploads}/1.pdf`);
      const report = await archive.engine().verify({ repair: true });
      expect(report.findings).toEqual([
        {
          kind: state,
          document_id: '1',
          key: key(1),
          repaired: false,
          code: 'SOURCE_NOT_FOUND',
          message: 'Source file not found',
        },
      ]);
      if (state === 'unreadable') fs.chmodSync(`${nas}/${key(1)}`, 0o644);
      const standing = { missing: undefined, changed: 'perhaps the best there is', unreadable: 'content of 1' };
      expect(archive.read(key(1))).toBe(standing[state]);
      expect(trash(archive)).toEqual({});
    },
  );

  test.each([
    ['was deleted', 'DOCUMENT_NOT_FOUND', (archive: Archive) => archive.store.remove(1)],
    ['has no file any more', 'DOCUMENT_WITHOUT_FILE', (archive: Archive) => archive.put({ id: 1, source: null }, '')],
  ] as const)('of the copy of a document that %s says so', async (_, code, change) => {
    const archive = await archiveOf(2);
    archive.fs.writeFileSync(`${nas}/${key(1)}`, 'changed');
    change(archive);
    const report = await archive.engine().verify({ repair: true });
    expect(report.findings).toMatchObject([{ kind: 'changed', repaired: false, code }]);
    expect(archive.read(key(1))).toBe('changed');
  });

  test('brings the document as it is now: another place, another content', async () => {
    const archive = await archiveOf(3);
    archive.fs.writeFileSync(`${nas}/${key(1)}`, 'damaged');
    archive.fs.rmSync(`${nas}/${key(2)}`);
    archive.put({ id: 1, type: 'receipt' }, 'as it is now');
    archive.put({ id: 2, date: '2023-05-01' });
    const sync = archive.engine();
    expect(await sync.verify({ repair: true })).toMatchObject({ changed: 1, missing: 1, repaired: 2 });
    expect(archive.copies()).toEqual({
      '2024/01/receipts/1.pdf': 'as it is now',
      '2023/05/invoices/2.pdf': 'content of 2',
      [key(3)]: 'content of 3',
    });
    expect(trash(archive)).toEqual({ [key(1)]: 'damaged' });
    expect(await sync.runSync()).toMatchObject({ total: 0 });
    expect(await disagreements(archive)).toEqual([]);
  });

  test('sets nothing aside where only the mark is missing', async () => {
    const archive = await archiveOf(1);
    archive.put({ id: 1 }, 'as it is now');
    // A run that was killed between bringing the copy and marking the row.
    archive.fs.writeFileSync(`${nas}/${key(1)}`, 'as it is now');
    expect(await archive.engine().verify()).toMatchObject({ changed: 1 });
    expect(await archive.engine().verify({ repair: true })).toMatchObject({ changed: 1, repaired: 1 });
    expect(trash(archive)).toEqual({});
    expect(archive.store.rows()[0]?.synced).toBe(true);
    expect(await archive.engine().verify()).toMatchObject({ changed: 0 });
  });

  test('after a dump with its receipts was loaded, leaves the copy of a document that is newer than the dump', async () => {
    const archive = createArchive();
    archive.put({ id: 1, fileName: 'a.pdf' }, 'one');
    const sync = archive.engine();
    await sync.runSync();
    const [row] = archive.store.rows();
    const dumped = await archive.receipts();
    // It moves, and another document gets its name.
    archive.put({ id: 1, fileName: 'a.pdf', date: '2024-05-01' }, 'one');
    await sync.runSync();
    archive.put({ id: 2, fileName: 'a.pdf' }, 'two');
    await sync.runSync();
    const [receipt] = dumped;
    if (row === undefined || receipt === undefined) throw new TypeError('nothing was dumped');
    await archive.store.receipts.removeAll(receipt.mirrorId);
    archive.store.remove(2);
    archive.store.put(row);
    await archive.store.receipts.expectMirror(receipt.mirrorId);
    await archive.store.receipts.write(dumped);
    expect(await archive.engine().verify({ repair: true })).toMatchObject({ changed: 1, repaired: 1, foreign: 2 });
    const names = { '2024/01/invoices/a.pdf': 'two', '2024/01/invoices/a-1.pdf': 'one' };
    expect(archive.copies()).toEqual({ ...names, '2024/05/invoices/a.pdf': 'one' });
    expect(trash(archive)).toEqual({});
  });

  test('that cannot set the file aside leaves it, and the row says that the document is pending', async () => {
    const archive = await archiveOf(2);
    archive.fs.writeFileSync(`${nas}/${key(1)}`, 'damaged');
    const refusal = new SyncError('COPY_REFUSED', { params: { error: 'EACCES' } });
    const report = await archive.engine({}, () => ({ remove: () => Promise.reject(refusal) })).verify({ repair: true });
    expect(report.findings).toMatchObject([{ kind: 'changed', repaired: false, code: 'COPY_REFUSED' }]);
    expect(archive.read(key(1))).toBe('damaged');
    expect(archive.store.rows().map(({ synced }) => synced)).toEqual([false, true]);
  });

  test('looks again before it sets anything aside', async () => {
    const archive = await archiveOf(1);
    archive.fs.writeFileSync(`${nas}/${key(1)}`, 'damaged');
    let looked = 0;
    const mendOnSecond = ({ inspect }: Mirror) => ({
      async inspect(request: Parameters<Mirror['inspect']>[0]) {
        looked += 1;
        if (looked === 2) archive.fs.writeFileSync(`${nas}/${key(1)}`, 'content of 1');
        return inspect(request);
      },
    });
    expect(await archive.engine({}, mendOnSecond).verify({ repair: true })).toMatchObject({ repaired: 1 });
    expect(trash(archive)).toEqual({});
  });

  test('ends when the share goes away; what was found is reported once, and the cursor leads back to the rest', async () => {
    const archive = await archiveOf(10);
    for (const id of [1, 4, 7]) archive.fs.writeFileSync(`${nas}/${key(id)}`, 'damaged');
    let removed = 0;
    const sync = archive.engine({}, ({ remove }) => ({
      async remove(request) {
        removed += 1;
        if (removed === 2) throw new SyncError('MIRROR_LOST', { scope: 'run' });
        return remove(request);
      },
    }));
    const first = await sync.verify({ repair: true });
    expect(first).toMatchObject({ repaired: 1, stopped: { code: 'MIRROR_LOST' } });
    expect(first.findings).toHaveLength(1);
    const rest = await sync.verify({ repair: true, after: first.cursor ?? undefined });
    expect(rest).toMatchObject({ repaired: 2, cursor: null });
    const repaired = [...first.findings, ...rest.findings].map(({ document_id }) => document_id);
    expect(repaired.sort()).toEqual(['1', '4', '7']);
    expect(await sync.verify()).toMatchObject({ findings: [] });
  });
});
