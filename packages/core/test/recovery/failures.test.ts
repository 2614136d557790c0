import { describe, expect, test } from 'vitest';
import { createArchive, uploads } from '../run/archive.js';

/** So many documents, of which these have lost their source. */
function archiveWithout(count: number, lost: readonly number[]) {
  const archive = createArchive();
  for (let id = 1; id <= count; id++) archive.put({ id });
  for (const id of lost) archive.fs.rmSync(`${uploads}/${id}.pdf`);
  return archive;
}

describe('failures', () => {
  test('are listed in pages, with how often and when next, without asking the share', async () => {
    const archive = archiveWithout(9, [2, 4, 6, 8]);
    const sync = archive.engine();
    await sync.runSync();
    await sync.runSync();
    const offline = archive.engine({}, () => ({ probe: () => Promise.reject(new Error('asked the share')) }));
    const pages = [];
    let after: string | undefined;
    do {
      const page = await offline.getFailures({ after, limit: 3, locale: 'fr' });
      pages.push(page.failures.length);
      for (const failure of page.failures) {
        expect(failure).toMatchObject({
          code: 'SOURCE_NOT_FOUND',
          message: 'Fichier source introuvable',
          attempts: 2,
          next_attempt_at: expect.stringMatching(/^\d{4}-.*Z$/),
        });
      }
      after = page.cursor ?? undefined;
    } while (after !== undefined);
    expect(pages).toEqual([3, 1]);
    const { failures } = await offline.getFailures();
    expect(failures.map(({ document_id }) => document_id).sort()).toEqual(['2', '4', '6', '8']);
  });

  test('are none where there was no share yet, and go with the next success', async () => {
    const archive = archiveWithout(2, [1]);
    const sync = archive.engine();
    expect(await sync.getFailures()).toEqual({ failures: [], cursor: null });
    await sync.runSync();
    expect((await sync.getFailures()).failures).toMatchObject([
      { document_id: '1', attempts: 1, next_attempt_at: null },
    ]);
    archive.fs.writeFileSync(`${uploads}/1.pdf`, 'found');
    await sync.runSync();
    expect(await sync.getFailures()).toEqual({ failures: [], cursor: null });
  });

  test('leave out of their words what is not known any more', async () => {
    const archive = archiveWithout(1, []);
    archive.put({ id: 2, date: 'soon' });
    archive.fs.chmodSync(`${uploads}/1.pdf`, 0);
    const sync = archive.engine();
    await sync.runSync();
    const words = async (locale: 'en' | 'fr') =>
      (await sync.getFailures({ locale })).failures.map(({ message }) => message).sort();
    expect(await words('en')).toEqual(['Source file cannot be read', 'The date is not a date']);
    expect(await words('fr')).toEqual(['Fichier source illisible', 'La date n’est pas une date']);
  });

  test.each([{ limit: 0 }, { limit: 10_001 }, { limit: 1.5 }, { page: 2 }])('%j is refused', async (options) => {
    await expect(
      createArchive()
        .engine()
        .getFailures(options as object),
    ).rejects.toMatchObject({
      code: 'OPTIONS_INVALID',
    });
  });
});

describe('markChanged', () => {
  test('makes documents pending whose change no version tells; the copy is replaced', async () => {
    const archive = archiveWithout(3, []);
    const sync = archive.engine();
    await sync.runSync();
    archive.fs.writeFileSync(`${uploads}/2.pdf`, 'as it is now');
    expect(await sync.runSync()).toMatchObject({ total: 0 });
    await sync.markChanged([2, '3', 99]);
    expect(archive.store.rows().map(({ synced }) => synced)).toEqual([true, false, false]);
    expect(await sync.runSync()).toMatchObject({ total: 2, synced: 2 });
    expect(archive.read('2024/01/invoices/2.pdf')).toBe('as it is now');
  });

  test('lets a document that was to wait be tried with the next run', async () => {
    const archive = archiveWithout(2, [1]);
    const sync = archive.engine();
    await sync.runSync();
    await sync.runSync();
    archive.fs.writeFileSync(`${uploads}/1.pdf`, 'found');
    expect(await sync.runSync()).toMatchObject({ total: 0, waiting: 1 });
    await sync.markChanged([1]);
    expect(await sync.runSync()).toMatchObject({ total: 1, synced: 1, waiting: 0 });
  });

  test('takes many; one that can be no id, and nothing is done', async () => {
    const archive = archiveWithout(3, []);
    const sync = archive.engine();
    await sync.runSync();
    await expect(sync.markChanged([1, 'two'])).rejects.toMatchObject({ code: 'DOCUMENT_ID_INVALID' });
    expect(archive.store.rows().every(({ synced }) => synced)).toBe(true);
    await sync.markChanged([...Array(1_200).keys()].map((n) => n + 3));
    expect(archive.store.rows().map(({ synced }) => synced)).toEqual([true, true, false]);
    await expect(sync.markChanged(1 as never)).rejects.toMatchObject({ code: 'OPTIONS_INVALID' });
    await expect(sync.markChanged([{}] as never)).rejects.toMatchObject({ code: 'OPTIONS_INVALID' });
  });

  test('needs no receipts', async () => {
    const archive = archiveWithout(1, []);
    const { receipts: _, ...plain } = archive.store;
    const sync = archive.engine({ store: plain });
    await sync.runSync();
    await sync.markChanged([1]);
    expect(archive.store.rows()[0]?.synced).toBe(false);
  });
});

test.each(['verify', 'getFailures', 'rebuild', 'plan'] as const)('%s needs receipts, and says so', async (method) => {
  const archive = archiveWithout(1, []);
  const { receipts: _, ...plain } = archive.store;
  const sync = archive.engine({ store: plain });
  await sync.runSync();
  await expect(sync[method]()).rejects.toMatchObject({ code: 'RECEIPTS_NEEDED' });
  await expect(sync.restore(1)).rejects.toMatchObject({ code: 'RECEIPTS_NEEDED' });
  await expect(sync.restore({})).rejects.toMatchObject({ code: 'RECEIPTS_NEEDED' });
  expect(archive.store.rows()[0]?.synced).toBe(true);
});
