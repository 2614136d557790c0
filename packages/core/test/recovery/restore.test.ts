import { describe, expect, test } from 'vitest';
import { SyncError } from '../../src/errors/sync-error.js';
import type { SyncEvents } from '../../src/events.js';
import type { EngineRestoreOptions, RestoreFilter } from '../../src/run/recovery-options.js';
import { type Archive, createArchive, nas, uploads } from '../run/archive.js';

async function archiveOf(count: number): Promise<Archive> {
  const archive = createArchive();
  for (let id = 1; id <= count; id++) archive.put({ id, type: id % 2 ? 'invoice' : 'receipt', date: `2024-0${id}-01` });
  expect(await archive.engine().runSync()).toMatchObject({ synced: count });
  return archive;
}

function burnDown({ fs }: Archive): void {
  fs.rmSync(uploads, { recursive: true });
  fs.mkdirSync(uploads);
}

const sources = ({ fs }: Archive, folder = uploads): Record<string, string> =>
  Object.fromEntries(
    (fs.readdirSync(folder, { recursive: true }) as string[])
      .filter((name) => fs.statSync(`${folder}/${name}`).isFile())
      .map((name) => [name, String(fs.readFileSync(`${folder}/${name}`))]),
  );

describe('one document', () => {
  test('comes back to where its row says, by a relative and by an absolute path; once more, it is there', async () => {
    const archive = createArchive();
    archive.fs.mkdirSync(`${uploads}/deep/er`, { recursive: true });
    archive.fs.writeFileSync(`${uploads}/deep/er/1.pdf`, 'one');
    archive.fs.writeFileSync(`${uploads}/deep/2.pdf`, 'two');
    const columns = { type: 'invoice', date: '2024-01-01' };
    archive.store.put({ id: 1, ...columns, source: 'deep/er/1.pdf' });
    archive.store.put({ id: 2, ...columns, source: `${uploads}/deep/2.pdf` });
    const sync = archive.engine();
    await sync.runSync();
    burnDown(archive);
    const key = '2024/01/invoices/1.pdf';
    expect(await sync.restore(1)).toEqual({ success: true, outcome: 'restored', key, message: `Restored from ${key}` });
    expect(await sync.restore(2, { locale: 'fr' })).toMatchObject({
      outcome: 'restored',
      message: 'Restauré depuis 2024/01/invoices/2.pdf',
    });
    expect(sources(archive)).toEqual({ 'deep/er/1.pdf': 'one', 'deep/2.pdf': 'two' });
    expect(await sync.restore('1')).toMatchObject({
      outcome: 'present',
      message: `The same file is already there: ${key}`,
    });
  });

  test('is never put over a different file, unless told', async () => {
    const archive = await archiveOf(1);
    archive.fs.writeFileSync(`${uploads}/1.pdf`, 'another');
    const sync = archive.engine();
    await expect(sync.restore(1)).rejects.toMatchObject({ code: 'RESTORE_TARGET_TAKEN' });
    await expect(sync.restore(1, { overwrite: false })).rejects.toMatchObject({ code: 'RESTORE_TARGET_TAKEN' });
    expect(sources(archive)['1.pdf']).toBe('another');
    expect(await sync.restore(1, { overwrite: true })).toMatchObject({ outcome: 'restored' });
    expect(sources(archive)['1.pdf']).toBe('content of 1');
  });

  test('is never put outside the source folders', async () => {
    const archive = await archiveOf(1);
    archive.fs.mkdirSync('/elsewhere');
    archive.fs.symlinkSync('/elsewhere', `${uploads}/link`);
    const sync = archive.engine();
    const [row] = archive.store.rows();
    for (const source of ['../elsewhere/1.pdf', '/elsewhere/1.pdf', 'link/1.pdf', `${uploads}/../elsewhere/1.pdf`]) {
      archive.store.put({ ...row, id: 1, type: 'invoice', date: '2024-01-01', source });
      await expect(sync.restore(1), source).rejects.toMatchObject({ code: 'RESTORE_TARGET_OUTSIDE' });
    }
    expect(archive.fs.readdirSync('/elsewhere')).toEqual([]);
  });

  test.each([
    ['names another file, and its version says so', { source: 'new.pdf', version: 100 }],
    ['has another version', { version: 100 }],
    ['has another name', { fileName: 'new.pdf' }],
    ['waits to be copied', { synced: false }],
  ])('of which the row %s by now is refused, and the next run marks nothing', async (_, change) => {
    const archive = await archiveOf(2);
    burnDown(archive);
    const [row] = archive.store.rows();
    archive.store.put({ id: 1, type: null, date: null, source: null, ...row, ...change });
    const sync = archive.engine();
    for (const overwrite of [false, true]) {
      await expect(sync.restore(1, { overwrite })).rejects.toMatchObject({
        code: 'RESTORE_OUTDATED',
        scope: 'document',
      });
    }
    expect(await sync.restore({})).toMatchObject({ restored: 1, failed: 1, failures: [{ code: 'RESTORE_OUTDATED' }] });
    expect(sources(archive)).toEqual({ '2.pdf': 'content of 2' });
    await sync.runSync();
    expect(sources(archive)).toEqual({ '2.pdf': 'content of 2' });
    // The user may look at it, and decide.
    archive.fs.mkdirSync('/restored');
    expect(await sync.restore(1, { to: '/restored' })).toMatchObject({ outcome: 'restored' });
    expect(sources(archive, '/restored')).toEqual({ '2024/01/invoices/1.pdf': 'content of 1' });
  });

  test('whose copy has the tag of its store in its name, because another store was there first, comes back', async () => {
    const first = createArchive({ storeId: 'first' });
    const second = createArchive({ storeId: 'second' }, first);
    for (const archive of [first, second]) archive.put({ id: 1, fileName: 'terms.pdf' }, 'the same terms');
    first.put({ id: 2, fileName: 'terms-1.pdf' }, 'the same terms');
    await first.engine().runSync();
    await second.engine().runSync();
    const key = String((await second.keys())[1]);
    expect(key).toMatch(/^2024\/01\/invoices\/terms-1-[\da-f]{8}\.pdf$/);
    second.fs.rmSync(`${second.uploads}/1.pdf`);
    expect(await second.engine().restore(1)).toMatchObject({ outcome: 'restored', key });
    // Also where the tag is that of an identity before.
    second.fs.rmSync(`${second.uploads}/1.pdf`);
    const renamed = createArchive({ storeId: 'third' }, second);
    for (const { synced: _, ...row } of second.store.rows()) renamed.store.put(row);
    const sync = second.engine({ store: renamed.store });
    expect(await sync.rebuild({ from: ['second'] })).toMatchObject({ marked: 1, unknown: 0 });
    expect(await sync.restore(1)).toMatchObject({ outcome: 'restored', key });
    expect(sources(second, second.uploads)).toEqual({ '1.pdf': 'the same terms' });
  });

  test('whose type or month changed, which says nothing of its content, comes back', async () => {
    const archive = await archiveOf(1);
    burnDown(archive);
    const [row] = archive.store.rows();
    archive.store.put({ id: 1, source: null, ...row, type: 'receipt', date: 'not a date' });
    expect(await archive.engine().restore(1)).toMatchObject({ outcome: 'restored' });
  });

  test('is never put on the share itself', async () => {
    const archive = await archiveOf(1);
    const [row] = archive.store.rows();
    archive.store.put({ id: 1, type: null, date: null, ...row, source: `${nas}/back/1.pdf` });
    const sync = archive.engine({ sourceRoot: [uploads, nas] });
    const before = archive.tree();
    await expect(sync.restore(1)).rejects.toMatchObject({ code: 'RESTORE_TARGET_INSIDE_MIRROR' });
    await expect(sync.restore(1, { to: `${nas}/2024` })).rejects.toMatchObject({
      code: 'RESTORE_TARGET_INSIDE_MIRROR',
    });
    expect(archive.tree()).toEqual(before);
  });

  test('is checked by its checksum: a damaged copy is not restored', async () => {
    const archive = await archiveOf(1);
    burnDown(archive);
    archive.fs.writeFileSync(`${nas}/2024/01/invoices/1.pdf`, 'CONTENT OF 1');
    const sync = archive.engine();
    await expect(sync.restore(1)).rejects.toMatchObject({ code: 'COPY_CHANGED' });
    archive.fs.rmSync(`${nas}/2024/01/invoices/1.pdf`);
    await expect(sync.restore(1)).rejects.toMatchObject({ code: 'COPY_MISSING' });
    expect(sources(archive)).toEqual({});
  });

  test('without a copy, without a file, unknown or unreadable says so', async () => {
    const archive = await archiveOf(1);
    archive.put({ id: 5 });
    const sync = archive.engine();
    await expect(sync.restore(5)).rejects.toMatchObject({ code: 'COPY_MISSING' });
    await expect(sync.restore(99)).rejects.toMatchObject({ code: 'DOCUMENT_NOT_FOUND' });
    await expect(sync.restore('one')).rejects.toMatchObject({ code: 'DOCUMENT_ID_INVALID' });
    archive.store.put({ id: 1, type: null, date: null, source: null });
    await expect(sync.restore(1)).rejects.toMatchObject({ code: 'DOCUMENT_WITHOUT_FILE' });
  });

  test('goes into a folder under its key, also when it is gone from the database', async () => {
    const archive = await archiveOf(2);
    archive.fs.mkdirSync('/restored');
    archive.store.remove(2);
    const sync = archive.engine();
    expect(await sync.restore(2, { to: '/restored' })).toMatchObject({ outcome: 'restored' });
    expect(sources(archive, '/restored')).toEqual({ '2024/02/receipts/2.pdf': 'content of 2' });
    await expect(sync.restore(1, { to: '/nowhere' })).rejects.toMatchObject({ code: 'RESTORE_FAILED' });
    expect(archive.fs.existsSync('/nowhere')).toBe(false);
  });
});

describe('many documents', () => {
  test('all come back, with a summary; a second time, all are there', async () => {
    const archive = await archiveOf(9);
    const before = sources(archive);
    burnDown(archive);
    const sync = archive.engine();
    const events: SyncEvents['restore:progressed'][] = [];
    sync.on('restore:progressed', (event) => void events.push(event));
    const none = { present: 0, failed: 0, errors: [], failures: [] };
    expect(await sync.restore({})).toEqual({ ...none, total: 9, restored: 9 });
    expect(events.at(-1)).toEqual({ restored: 9, present: 0, failed: 0 });
    expect(sources(archive)).toEqual(Object.fromEntries(Object.entries(before).filter(([name]) => name !== '.keep')));
    expect(await sync.restore({})).toEqual({ ...none, total: 9, restored: 0, present: 9 });
    // Nothing is to be copied: the rows are marked still.
    expect(await sync.runSync()).toMatchObject({ total: 0 });
  });

  test.each([
    [{ type: 'Invoice' }, ['1', '3', '5']],
    [{ month: '2024-04' }, ['4']],
    [{ type: 'receipt', month: '2024-05' }, []],
    [{ type: 'receipt', month: '2024-02' }, ['2']],
    [{ month: 'undated' }, ['7']],
  ] as const)('only those that %j lets through', async (filter, expected) => {
    const archive = await archiveOf(5);
    archive.put({ id: 7, type: 'memo', date: null });
    const sync = archive.engine();
    await sync.runSync();
    archive.fs.mkdirSync('/restored');
    expect(await sync.restore(filter, { to: '/restored' })).toMatchObject({ restored: expected.length, failed: 0 });
    const names = Object.keys(sources(archive, '/restored')).map((name) => name.split('/').at(-1)?.replace('.pdf', ''));
    expect(names.sort()).toEqual(expected);
  });

  test('those that cannot come back are named; they never keep the others', async () => {
    const archive = await archiveOf(6);
    burnDown(archive);
    archive.fs.writeFileSync(`${uploads}/1.pdf`, 'another');
    archive.fs.rmSync(`${nas}/2024/02/receipts/2.pdf`);
    archive.fs.writeFileSync(`${nas}/2024/03/invoices/3.pdf`, 'CONTENT OF 3');
    archive.store.remove(4);
    const summary = await archive.engine().restore({}, { locale: 'fr' });
    expect(summary).toMatchObject({ total: 6, restored: 2, failed: 4 });
    expect(summary.errors.sort()).toEqual([
      'Document 1: Un autre fichier s’y trouve déjà',
      'Document 2: La copie n’est pas sur le partage',
      'Document 3: La copie sur le partage n’est pas celle qui a été faite',
      'Document 4: Document non trouvé',
    ]);
    expect(sources(archive)).toEqual({ '1.pdf': 'another', '5.pdf': 'content of 5', '6.pdf': 'content of 6' });
  });

  test('a full disk ends it, instead of reading all the others for nothing', async () => {
    const archive = await archiveOf(9);
    let tried = 0;
    const full = new SyncError('RESTORE_FAILED', { params: { error: 'ENOSPC' } });
    const sync = archive.engine({ concurrency: 2 }, () => ({
      async restore() {
        tried += 1;
        if (tried > 3) throw full;
        return 'restored' as const;
      },
    }));
    const summary = await sync.restore({});
    expect(summary).toMatchObject({ restored: 3, failed: 0, stopped: { code: 'RESTORE_FAILED' } });
    expect(summary.stopped?.message).toContain('ENOSPC');
    expect(tried).toBeLessThanOrEqual(5);
  });

  test('a lost share, its caller and a stop end it, with what it did', async () => {
    const archive = await archiveOf(9);
    burnDown(archive);
    const cancel = new AbortController();
    const sync = archive.engine({ concurrency: 1 });
    sync.on('restore:progressed', ({ restored }) => void (restored === 2 && cancel.abort()));
    expect(await sync.restore({}, { signal: cancel.signal })).toMatchObject({
      restored: 2,
      stopped: { code: 'RUN_ABORTED' },
    });
    const lost = archive.engine({ concurrency: 1 }, () => ({
      restore: () => Promise.reject(new SyncError('MIRROR_LOST', { scope: 'run' })),
    }));
    expect(await lost.restore({})).toMatchObject({ restored: 0, failed: 0, stopped: { code: 'MIRROR_LOST' } });
    sync.on('restore:progressed', () => void sync.stop());
    expect(await sync.restore({})).toMatchObject({ total: 1, stopped: { code: 'ENGINE_STOPPED' } });
  });
});

describe('options', () => {
  const sync = createArchive().engine();
  test.each([
    [{}, { to: 'restored' }, 'write an absolute path'],
    [{}, { overwrite: 1 }, 'write true or false'],
    [{}, { dest: '/x' }, 'dest'],
    [{ month: '2024-1' }, {}, "write a month, such as '2024-01', or 'undated'"],
    [{ kind: 'invoice' }, {}, 'kind'],
  ])('%j with %j is refused', async (filter, options, words) => {
    const refused = sync.restore(filter as RestoreFilter, options as EngineRestoreOptions);
    await expect(refused).rejects.toMatchObject({ code: 'OPTIONS_INVALID', message: expect.stringContaining(words) });
  });
});
