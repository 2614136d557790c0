import { describe, expect, test } from 'vitest';
import { claimOf } from '../../src/plan/claim.js';
import { pageGuard } from '../../src/plan/page-guard.js';
import type { ReceiptStore } from '../../src/receipt-store.js';
import type { DocumentStore } from '../../src/store.js';
import { createArchive, uploads } from '../run/archive.js';

const documents = 20;

async function brought() {
  const archive = createArchive();
  for (let id = 1; id <= documents; id++) archive.put({ id });
  expect(await archive.engine().runSync()).toMatchObject({ synced: documents });
  const mirrorId = (await archive.store.receipts.expectedMirror()) ?? '';
  return { ...archive, mirrorId };
}

describe('receipts that somebody changed by hand', () => {
  /** As after a folder was renamed on the share and in the column of the keys: the claims are those of other keys. */
  async function edited() {
    const archive = await brought();
    for (const receipt of await archive.receipts()) {
      const id = Number(receipt.documentId);
      archive.store.receipts.editClaim(
        archive.mirrorId,
        id,
        id % 5 === 0 ? `Edited ${id}` : claimOf(`elsewhere/${id}`),
      );
    }
    return archive;
  }

  test.each([1, 3, 1_000])('are verified once each, also in calls of %d', async (limit) => {
    const sync = (await edited()).engine();
    let checked = 0;
    let after: string | undefined;
    for (let calls = 0; calls < 100; calls++) {
      const report = await sync.verify({ level: 'presence', limit, after });
      expect(report).toMatchObject({ missing: 0, changed: 0 });
      expect(report).not.toHaveProperty('stopped');
      checked += report.checked;
      if (report.cursor === null) break;
      after = report.cursor;
    }
    expect(checked).toBe(documents);
  });

  test('are restored once each', async () => {
    const { engine } = await edited();
    const summary = await engine().restore({});
    expect(summary).toMatchObject({ total: documents, present: documents });
    expect(summary).not.toHaveProperty('stopped');
  });

  test('and whose documents are deleted: their copies go, and a run comes to an end', async () => {
    const archive = await edited();
    for (const id of [1, 2, 5]) archive.store.remove(id);
    const sync = archive.engine({ deleted: { policy: 'delete', maxShare: 1 } });
    expect((await sync.plan()).entries.map(({ action }) => action)).toEqual(['delete', 'delete', 'delete']);
    expect(await sync.runSync()).toMatchObject({ removed: 3 });
    expect(await sync.runSync()).toMatchObject({ removed: 0 });
    expect(Object.keys(archive.copies())).toHaveLength(documents - 3);
    expect(await archive.receipts()).toHaveLength(documents - 3);
  });

  test('and whose documents keep failing are all listed', async () => {
    const archive = createArchive();
    for (let id = 1; id <= 3; id++) archive.put({ id });
    for (let id = 1; id <= 3; id++) archive.fs.unlinkSync(`${uploads}/${id}.pdf`);
    await archive.engine().runSync();
    archive.store.receipts.editClaim((await archive.store.receipts.expectedMirror()) ?? '', 2, 'somebody’s : claim');
    const failing: string[] = [];
    let after: string | undefined;
    for (let calls = 0; calls < 10; calls++) {
      const page = await archive.engine().getFailures({ limit: 1, after });
      failing.push(...page.failures.map(({ document_id }) => document_id));
      if (page.cursor === null) break;
      after = page.cursor;
    }
    expect(failing.sort()).toEqual(['1', '2', '3']);
  });
});

describe('a store whose pages lead nowhere', () => {
  /** As a database would that compares otherwise than it sorts: always from the beginning, or round in a circle. */
  const faults = {
    'the same page again': <Item>(page: Item[]) => page,
    'a circle of three pages': <Item>(page: Item[], calls: number) => page.slice(0, 1).map((item) => turn(item, calls)),
  };
  const turn = <Item>(item: Item, calls: number): Item => ({
    ...item,
    ...(item !== null && typeof item === 'object' && 'claim' in item && { claim: `circle ${calls % 3}` }),
    ...(item !== null && typeof item === 'object' && 'source' in item && { id: 1_000 + (calls % 3) }),
  });

  type Paged = Pick<ReceiptStore, 'page' | 'changedPage' | 'deletedPage'> & { pending: DocumentStore['pendingPage'] };

  async function broken(fault: keyof typeof faults, method: keyof Paged | 'documents') {
    const archive = await brought();
    const { store } = archive;
    for (let id = 1; id <= 3; id++) archive.store.remove(id);
    archive.put({ id: 10, version: 'another' });
    archive.put({ id: 99 });
    let calls = 0;
    const damaged = <Query extends { readonly after?: unknown }, Item>(read: (query: Query) => Promise<Item[]>) => {
      return async (query: Query): Promise<Item[]> => {
        // Only what is walked: receipts that are asked for by document are no walk.
        if ('documentIds' in query && query.documentIds !== undefined) return read(query);
        if ('keys' in query && query.keys !== undefined) return read(query);
        calls += 1;
        if (calls > 200) throw new Error('it went round for ever');
        return faults[fault](await read({ ...query, after: undefined }), calls) as Item[];
      };
    };
    const { receipts } = store;
    const sync = archive.engine({
      deleted: { policy: 'trash', maxShare: 1 },
      store: {
        ...store,
        ...(method === 'pending' && { pendingPage: damaged(store.pendingPage) }),
        ...(method === 'documents' && { page: damaged(store.page) }),
        receipts: {
          ...receipts,
          ...(method === 'page' && { page: damaged(receipts.page) }),
          ...(method === 'changedPage' && { changedPage: damaged(receipts.changedPage) }),
          ...(method === 'deletedPage' && { deletedPage: damaged(receipts.deletedPage) }),
        },
      },
    });
    return { archive, sync };
  }

  describe.each(Object.keys(faults) as (keyof typeof faults)[])('%s', (fault) => {
    const code = 'STORE_NOT_ADVANCING';

    test('ends a verification and a restore', async () => {
      const { sync } = await broken(fault, 'page');
      expect(await sync.verify()).toMatchObject({ stopped: { code } });
      expect(await sync.restore({})).toMatchObject({ stopped: { code } });
    });

    test.each(['pending', 'deletedPage'] as const)('ends a run (%s)', async (method) => {
      const { sync } = await broken(fault, method);
      expect(await sync.runSync()).toMatchObject({ stopped: { code } });
    });

    test('of changed documents, of all documents', async () => {
      await expect((await broken(fault, 'changedPage')).sync.plan()).rejects.toMatchObject({ code });
      expect(await (await broken(fault, 'documents')).sync.rebuild()).toMatchObject({ stopped: { code } });
    });
  });

  test('a share whose list of names goes round ends a verification', async () => {
    const archive = await brought();
    let calls = 0;
    const sync = archive.engine({}, (mirror) => ({
      async list(request) {
        calls += 1;
        if (calls > 200) throw new Error('it went round for ever');
        return mirror.list({ ...request, after: undefined });
      },
    }));
    expect(await sync.verify()).toMatchObject({ stopped: { code: 'MIRROR_FAILED' } });
  });
});

describe('the guard of a walk', () => {
  test.each([1, 2, 3, 7, 100])('notices a circle of %d pages, whatever comes before it', (length) => {
    for (const before of [0, 1, 5, 64]) {
      const guard = pageGuard();
      const walk = () => {
        for (let n = 0; n < 4 * (before + length) + 4; n++)
          guard.advance(n < before ? `way ${n}` : (n - before) % length);
      };
      expect(walk, `${before} pages before`).toThrow(expect.objectContaining({ code: 'STORE_NOT_ADVANCING' }));
    }
  });

  test('lets a walk that goes on go on', () => {
    const guard = pageGuard('start');
    for (let n = 0; n < 10_000; n++) guard.advance(n);
  });
});
