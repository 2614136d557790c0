import { describe, expect, test } from 'vitest';
import { SyncError } from '../../src/errors/sync-error.js';
import type { CopyJob, CopyReceipt, Mirror } from '../../src/mirror.js';
import { type Archive, createArchive, disagreements } from './archive.js';
import { gate } from './scripted-mirror.js';

const mebibyte = 1024 * 1024;

const noRoom = (bytes: number, scope: 'probe' | 'document' = 'probe') =>
  new SyncError('COPY_TOO_LARGE', { scope, params: { bytes: String(bytes), error: 'EDQUOT' } });

/** Copies that find no room, by their sources; the others are made. */
const without =
  (bytesOf: (job: CopyJob) => number | undefined, scope?: 'probe' | 'document') =>
  (mirror: Mirror): Partial<Mirror> => ({
    async copy(job, terms) {
      const bytes = bytesOf(job);
      if (bytes !== undefined) throw noRoom(bytes, scope);
      return mirror.copy(job, terms);
    },
  });

const sourceIs = (...ids: number[]) => {
  const sources = new Set(ids.map((id) => `${id}.pdf`));
  return ({ source }: CopyJob) => sources.has(source);
};

function archiveOf(documents: number): Archive {
  const archive = createArchive();
  for (let id = 1; id <= documents; id++) archive.put({ id });
  return archive;
}

describe('a document that finds no room on the share', () => {
  test.each(['probe', 'document'] as const)(
    'is named and waits its turn; the others are brought, and all that comes after them is done (%s)',
    async (scope) => {
      const archive = archiveOf(10);
      archive.put({ id: 11 });
      const isLarge = sourceIs(1);
      const sync = archive.engine(
        { deleted: { policy: 'trash', maxShare: 1 } },
        without((job) => (isLarge(job) ? 50 * mebibyte : undefined), scope),
      );
      const failed = { failures: [{ document_id: '1', code: 'COPY_TOO_LARGE' }] };
      const summary = await sync.runSync();
      expect(summary).toMatchObject({ total: 11, synced: 10, failed: 1, ...failed });
      expect(summary).not.toHaveProperty('stopped');
      expect(summary.errors).toEqual(['Document 1: There is not enough room on the NAS for this document']);
      expect(Object.keys(archive.own()).join('\n')).toMatch(/^\.docmirror\/checksums\/[^/\n]+\/2024-01\.sha256$/m);

      archive.store.remove(11);
      expect(await sync.runSync()).toMatchObject({ total: 1, failed: 1, removed: 1 });
      expect(await sync.runSync()).toMatchObject({ total: 0, waiting: 1 });
      expect(await sync.getFailures()).toMatchObject({ failures: [{ document_id: '1', code: 'COPY_TOO_LARGE' }] });

      const roomy = archive.engine();
      await roomy.syncDocument(1);
      expect(await roomy.getStatus()).toMatchObject({ pending: 0, failing: 0 });
    },
  );

  test.each([1, 5, 10])('is the last, the first or between: document %d of 10', async (id) => {
    const archive = archiveOf(10);
    const isLarge = sourceIs(id);
    const sync = archive.engine(
      { concurrency: 1 },
      without((job) => (isLarge(job) ? 10 : undefined)),
    );
    expect(await sync.runSync()).toMatchObject({ synced: 9, failed: 1, failures: [{ document_id: String(id) }] });
  });

  test('of many large ones in a row, the small ones behind them are brought', async () => {
    const archive = archiveOf(60);
    const isLarge = sourceIs(...Array.from({ length: 40 }, (_, n) => n + 1));
    const sync = archive.engine(
      {},
      without((job) => (isLarge(job) ? 90 * mebibyte : undefined)),
    );
    const summary = await sync.runSync();
    expect(summary).toMatchObject({ total: 60, synced: 20, failed: 40 });
    expect(summary).not.toHaveProperty('stopped');
  });

  test('of one by itself, it is the document’s failure, or the share’s where nothing fits', async () => {
    const archive = archiveOf(1);
    const full = { usable: false, code: 'MIRROR_FULL', params: {} } as const;
    let probes = 0;
    const sync = archive.engine({}, (mirror) => ({
      ...without(() => 10)(mirror),
      probe: async () => {
        probes += 1;
        return probes > 3 ? full : mirror.probe();
      },
    }));
    await expect(sync.syncDocument(1)).rejects.toMatchObject({ code: 'COPY_TOO_LARGE' });
    await expect(sync.syncDocument(1)).rejects.toMatchObject({ code: 'MIRROR_FULL' });
  });
});

describe('a share that is full', () => {
  test('ends the run after some in a row, none of which counts as failed; what else there is to do is done', async () => {
    const archive = archiveOf(50);
    const brought = archive.engine();
    await brought.runSync({ limit: 20 });
    archive.store.remove(1);
    const sync = archive.engine(
      { concurrency: 2, deleted: { policy: 'delete', maxShare: 1 } },
      without(() => 12),
    );
    const summary = await sync.runSync();
    expect(summary).toMatchObject({ total: 30, synced: 0, failed: 0, removed: 1, stopped: { code: 'MIRROR_FULL' } });
    expect(await sync.getStatus()).toMatchObject({ pending: 30, failing: 0 });
    expect(await disagreements(archive)).toEqual([]);
    expect(await archive.engine().runSync()).toMatchObject({ total: 30, synced: 30 });
  });

  test('ends it at once where a probe finds no room either', async () => {
    const archive = archiveOf(20);
    let copies = 0;
    const sync = archive.engine({ concurrency: 1 }, (mirror) => ({
      async copy(job) {
        copies += 1;
        if (copies > 5) throw noRoom(10);
        return mirror.copy(job);
      },
      probe: async () => (copies > 5 ? { usable: false, code: 'MIRROR_FULL', params: {} } : mirror.probe()),
    }));
    expect(await sync.runSync()).toMatchObject({ total: 20, synced: 5, failed: 0, stopped: { code: 'MIRROR_FULL' } });
    expect(copies).toBe(6);
    expect(Object.keys(archive.own()).join('\n')).toMatch(/^\.docmirror\/checksums\/[^/\n]+\/2024-01\.sha256$/m);
  });
});

describe('a quota that a large document fills up before it fails', () => {
  test('is not the failure of the small ones beside it: they are tried again once it has let go', async () => {
    const archive = archiveOf(8);
    const large = gate<CopyReceipt>();
    const isLarge = sourceIs(1);
    let inTheWay = true;
    let refused = 0;
    const sync = archive.engine({ concurrency: 4 }, (mirror) => ({
      async copy(job, terms) {
        if (isLarge(job)) return large.promise;
        if (!inTheWay) return mirror.copy(job, terms);
        refused += 1;
        if (refused === 3) {
          inTheWay = false;
          large.fail(noRoom(900 * mebibyte));
        }
        throw noRoom(12);
      },
    }));
    expect(await sync.runSync()).toMatchObject({
      ...{ total: 8, synced: 7, failed: 1 },
      failures: [{ document_id: '1', code: 'COPY_TOO_LARGE' }],
    });
    expect(refused).toBe(3);
  });
});
