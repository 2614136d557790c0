import { describe, expect, test } from 'vitest';
import type { IdType } from '../../src/document-id.js';
import type { SuiteRow } from '../../src/testing/document-store-harness.js';
import { share } from '../../src/testing/document-store-receipt-helpers.js';
import { documentStoreSuite } from '../../src/testing/document-store-suite.js';
import { memoryStore } from '../../src/testing/memory-store.js';

for (const idType of ['integer', 'bigint', 'uuid', 'text'] satisfies IdType[]) {
  documentStoreSuite({
    describe,
    test,
    name: `memoryStore, ids ${idType}`,
    idType,
    receipts: true,
    async create() {
      let bumping = false;
      let undoing = false;
      const scope = new Map<unknown, boolean>();
      const store = memoryStore([], {
        idType,
        where: (row) => scope.get(row.id) !== false,
        receipts: true,
        trigger: (row) => ({
          ...row,
          ...(bumping && { version: `${row.version}+` }),
          ...(undoing && { synced: false, syncedAt: null }),
        }),
      });
      const put = ({ inScope, syncedAt, ...row }: SuiteRow) => {
        scope.set(row.id, inScope);
        store.put({ ...row, syncedAt: syncedAt === null ? null : new Date(syncedAt) });
      };
      return {
        store,
        rows: {
          put: async (rows) => rows.forEach(put),
          remove: async (id) => store.remove(id),
          readMark: async (id) => store.rows().find((row) => row.id === id),
          editClaim: async (documentId, claim) => store.receipts?.editClaim(share, documentId, claim),
          bumpVersions: async () => {
            bumping = true;
          },
          undoMarks: async () => {
            undoing = true;
          },
        },
        close: async () => undefined,
      };
    },
  });
}

describe('memoryStore', () => {
  test('keeps no receipts unless told', () => {
    expect(memoryStore().receipts).toBeUndefined();
  });

  test('takes documents to begin with, marked or not', async () => {
    const document = { type: 'invoice', date: null, source: 'a.pdf' };
    const store = memoryStore([
      { id: 1, ...document },
      { id: 2, ...document, synced: true },
    ]);
    expect(await store.counts()).toEqual({ total: 2, synced: 1, pending: 1, lastSync: null });
    expect(store.rows().map(({ synced }) => synced)).toEqual([null, true]);
  });

  test('a row put in out of band is no longer the one that was read', async () => {
    const store = memoryStore([{ id: 1, type: 'invoice', date: new Date(0), source: 'a.pdf' }]);
    const read = await store.pendingPage({ upTo: 1, limit: 1 });
    store.put({ id: 1, type: 'invoice', date: new Date(1), source: 'a.pdf' });
    expect(await store.mark(read)).toEqual([]);
    store.put({ id: 1, type: 'invoice', date: new Date(0), source: 'a.pdf' });
    expect(await store.mark(read)).toEqual([1]);
  });
});
