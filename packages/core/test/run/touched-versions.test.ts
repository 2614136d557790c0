import { describe, expect, test } from 'vitest';
import type { CopyJob, Mirror } from '../../src/mirror.js';
import type { SyncEngine } from '../../src/run/engine.js';
import type { DocumentStore } from '../../src/store.js';
import type { MemoryRow } from '../../src/testing/memory-store.js';
import { type Archive, createArchive, disagreements, nas, sha256 } from './archive.js';

/** As `updated_at` with a trigger: every update makes another version of the row, a mark too. */
const touched = { trigger: (row: MemoryRow): MemoryRow => ({ ...row, version: `${row.version}+` }) };

/** The host touches its rows, and wants them brought anew. */
function reset(archive: Archive): void {
  for (const row of archive.store.rows()) {
    archive.store.put({ ...row, version: `${row.version}!`, synced: false, syncedAt: null });
  }
}

const marked = ({ store }: Archive) => store.rows().flatMap(({ id, synced }) => (synced === true ? [id] : []));

/** Does something the first time that a document was copied, before its mark. */
function afterCopy(id: number, work: () => Promise<void> | void): (mirror: Mirror) => Partial<Mirror> {
  let done = false;
  return (mirror) => ({
    async copy(job: CopyJob, terms) {
      const receipt = await mirror.copy(job, terms);
      if (!done && job.source === `${id}.pdf`) {
        done = true;
        await work();
      }
      return receipt;
    },
  });
}

describe.each([
  ['with receipts', true],
  ['without receipts', false],
])('where every mark makes another version, %s', (_, withReceipts) => {
  function storeOf(archive: Archive): DocumentStore {
    const { receipts, ...store } = archive.store;
    return withReceipts ? { ...store, receipts } : store;
  }
  const engine = (
    archive: Archive,
    around?: (mirror: Mirror) => Partial<Mirror>,
    store = storeOf(archive),
  ): SyncEngine => archive.engine({ store }, around);
  const archiveOf = (documents: number): Archive => {
    const archive = createArchive(touched);
    for (let id = 1; id <= documents; id++) archive.put({ id });
    return archive;
  };

  test.each([
    [2, 600, 6],
    [3, 200, 3],
  ])(
    '%i instances, %i documents, %i rounds: each marked, and each summary says so',
    async (instances, count, rounds) => {
      const archive = archiveOf(count);
      const engines = Array.from({ length: instances }, () => engine(archive));
      for (let round = 0; round < rounds; round++) {
        const summaries = await Promise.all(engines.map((one) => one.runSync()));
        for (const { total, synced, failed } of summaries) expect([failed, synced]).toEqual([0, total]);
        expect(marked(archive)).toHaveLength(count);
        reset(archive);
      }
      expect(Object.keys(archive.copies())).toHaveLength(count);
      await engine(archive).runSync();
      if (withReceipts) expect(await disagreements(archive)).toEqual([]);
    },
    60_000,
  );

  test('documents brought one by one beside a run keep their marks', async () => {
    const archive = archiveOf(200);
    const sync = engine(archive);
    const run = sync.runSync();
    const ids = Array.from({ length: 50 }, (_, n) => 1 + n * 4);
    await Promise.all(ids.map((id) => sync.syncDocument(id)));
    expect(await run).toMatchObject({ failed: 0 });
    expect(marked(archive)).toHaveLength(200);
  });

  test('a row that was only touched while its file was copied is marked as it reads by then', async () => {
    const archive = archiveOf(2);
    const sync = engine(
      archive,
      afterCopy(1, () => archive.put({ id: 1 })),
    );
    expect(await sync.runSync()).toMatchObject({ synced: 2, failed: 0 });
    expect(marked(archive)).toEqual([1, 2]);
  });

  test('a row whose file was replaced too stays pending, and the next run copies it anew', async () => {
    const archive = archiveOf(2);
    const sync = engine(
      archive,
      afterCopy(1, () => archive.put({ id: 1 }, 'replaced')),
    );
    const summary = await sync.runSync();
    expect(summary).toMatchObject({ synced: 1, failed: 1, failures: [{ code: 'DOCUMENT_CHANGED' }] });
    expect(marked(archive)).toEqual([2]);
    expect(await sync.runSync()).toMatchObject({ synced: 1, failed: 0 });
    expect(Object.values(archive.copies())).toContain('replaced');
  });

  test.each([{ type: 'receipt' }, { date: '2024-02-01' }, { fileName: 'b.pdf' }, { source: '2.pdf' }])(
    'a row that means another document by now is not marked: %o',
    async (change) => {
      const archive = archiveOf(2);
      const sync = engine(
        archive,
        afterCopy(1, () => archive.put({ id: 1, ...change })),
      );
      const summary = await sync.runSync();
      expect(summary).toMatchObject({ synced: 1, failed: 1, failures: [{ code: 'DOCUMENT_CHANGED' }] });
      expect(marked(archive)).toEqual([2]);
    },
  );

  test('nor is it marked with the copy of the document whose place it takes', async () => {
    const archive = createArchive(touched);
    archive.put({ id: 1 }, 'the same');
    archive.put({ id: 2, type: 'receipt' }, 'the same');
    const sync = engine(
      archive,
      afterCopy(1, () => archive.put({ id: 1, type: 'receipt', fileName: '2.pdf' })),
    );
    expect(await sync.runSync()).toMatchObject({ synced: 1, failed: 1, failures: [{ code: 'DOCUMENT_CHANGED' }] });
    expect(marked(archive)).toEqual([2]);
  });

  test('a mark that another instance made for what the file holds by now stays, and is counted', async () => {
    const archive = archiveOf(1);
    const other = engine(archive);
    const sync = engine(
      archive,
      afterCopy(1, async () => {
        archive.put({ id: 1 }, 'replaced');
        await other.syncDocument(1);
      }),
    );
    expect(await sync.runSync()).toMatchObject({ synced: 1, failed: 0 });
    expect(marked(archive)).toEqual([1]);
    expect(Object.values(archive.copies())).toContain('replaced');
  });

  /** Another instance marks the document, and then its file is replaced, though its row still says that it is marked. */
  function markedThenReplaced(archive: Archive): (mirror: Mirror) => Partial<Mirror> {
    const other = engine(archive);
    return afterCopy(1, async () => {
      await other.syncDocument(1);
      archive.put({ id: 1 }, 'replaced');
    });
  }

  test('a mark for other content than the file holds by now is taken back', async () => {
    const archive = archiveOf(1);
    const sync = engine(archive, markedThenReplaced(archive));
    expect(await sync.runSync()).toMatchObject({ synced: 0, failures: [{ code: 'DOCUMENT_CHANGED' }] });
    expect(marked(archive)).toEqual([]);
  });

  test('it is taken back only while the row still reads so', async () => {
    const archive = archiveOf(1);
    const store = storeOf(archive);
    const other = engine(archive);
    const sync = engine(archive, markedThenReplaced(archive), {
      ...store,
      async takeBack(read) {
        await other.syncDocument(1);
        await store.takeBack(read);
      },
    });
    expect(await sync.runSync()).toMatchObject({ synced: 0, failed: 1 });
    expect(marked(archive)).toEqual([1]);
  });

  test('a share that is lost while a row is looked at again ends the run, and what was marked counts', async () => {
    const archive = archiveOf(3);
    const sync = engine(
      archive,
      afterCopy(1, () => archive.put({ id: 1 })),
      {
        ...storeOf(archive),
        async find(id) {
          archive.fs.renameSync(`${nas}/.docmirror`, `${nas}/.gone`);
          return archive.store.find(id);
        },
      },
    );
    const summary = await sync.runSync();
    expect(summary).toMatchObject({ total: 3, synced: 2, failed: 0, stopped: { code: 'MIRROR_LOST' } });
    expect(marked(archive)).toEqual([2, 3]);
  });
});

describe('where every mark makes another version', () => {
  test('a receipt of the row as it reads spares another look at the share', async () => {
    const archive = createArchive(touched);
    archive.put({ id: 1 });
    const other = archive.engine();
    let looks = 0;
    const sync = archive.engine({}, (mirror) => {
      const around = afterCopy(1, async () => void (await other.syncDocument(1)))(mirror);
      return {
        async copy(job, terms) {
          if (job.dryRun) looks += 1;
          return around.copy?.(job, terms) ?? mirror.copy(job, terms);
        },
      };
    });
    expect(await sync.runSync()).toMatchObject({ synced: 1 });
    expect([marked(archive), looks]).toEqual([[1], 0]);
  });

  test('a receipt of other content under the name of our copy vouches for nothing', async () => {
    const archive = createArchive(touched);
    archive.put({ id: 1 });
    const sync = archive.engine(
      {},
      afterCopy(1, async () => {
        archive.put({ id: 1 }, 'replaced');
        // Another instance brought it, and marked it; then our rename, late on its way, came over its copy.
        const { receipts } = archive.store;
        const copy = { key: '2024/01/invoices/1.pdf', size: 8, checksum: sha256('replaced') };
        const document = await archive.store.find(1);
        const mirrorId = (await receipts.expectedMirror()) ?? '';
        if (document !== undefined) await receipts.mark(mirrorId, [{ document, copy, type: 'invoice' }]);
      }),
    );
    expect(await sync.runSync()).toMatchObject({ synced: 0, failures: [{ code: 'DOCUMENT_CHANGED' }] });
    expect(marked(archive)).toEqual([]);
  });

  test('what is repaired is told as repaired', async () => {
    const archive = createArchive(touched);
    for (const id of [1, 2]) archive.put({ id });
    const sync = archive.engine();
    await sync.runSync();
    archive.fs.writeFileSync(`${nas}/2024/01/invoices/1.pdf`, 'spoilt');
    archive.fs.rmSync(`${nas}/2024/01/invoices/2.pdf`);
    const { findings } = await sync.verify({ repair: true });
    expect(findings.map(({ document_id, repaired, code }) => [document_id, repaired, code]).sort()).toEqual([
      ['1', true, undefined],
      ['2', true, undefined],
    ]);
    expect(marked(archive)).toEqual([1, 2]);
    expect(await disagreements(archive)).toEqual([]);
  });

  test('a changed document that another instance has just brought anew is not made pending again', async () => {
    const archive = createArchive(touched);
    archive.put({ id: 1 });
    await archive.engine().runSync();
    archive.put({ id: 1 }, 'replaced');
    const other = archive.engine();
    const { receipts } = archive.store;
    let first = true;
    const sync = archive.engine({
      store: {
        ...archive.store,
        receipts: {
          ...receipts,
          async changedPage(query) {
            const page = await receipts.changedPage(query);
            if (first) await other.runSync();
            first = false;
            return page;
          },
        },
      },
    });
    expect(await sync.runSync()).toMatchObject({ total: 0 });
    expect(marked(archive)).toEqual([1]);
  });
});
