import { describe, expect, test } from 'vitest';
import type { DocumentStore } from '../../src/store.js';
import type { MemoryRow } from '../../src/testing/memory-store.js';
import { type Archive, createArchive } from './archive.js';

/** What a database may do to a mark, of the second document only. */
const triggers: Record<string, (row: MemoryRow) => MemoryRow> = {
  'a trigger resets it': (row) => (row.id === 2 ? { ...row, synced: false, syncedAt: null } : row),
  'a trigger resets it, and touches the version': (row) => {
    return row.id === 2 ? { ...row, synced: false, syncedAt: null, version: `${row.version}+` } : row;
  },
};

/** Its updates do not reach the second document. */
function withPolicy(store: DocumentStore): DocumentStore {
  const { receipts } = store;
  return {
    ...store,
    mark: (documents) => store.mark(documents.filter(({ id }) => id !== 2)),
    receipts: receipts && {
      ...receipts,
      mark: (mirrorId, brought) =>
        receipts.mark(
          mirrorId,
          brought.filter(({ document }) => document.id !== 2),
        ),
    },
  };
}

describe.each([
  ['with receipts', true],
  ['without receipts', false],
])('a mark that the database does not keep, %s', (_, withReceipts) => {
  const ways: [string, () => { archive: Archive; store: DocumentStore }][] = [
    ...Object.entries(triggers).map(([name, trigger]): (typeof ways)[number] => [
      name,
      () => storesOf(createArchive({ trigger })),
    ]),
    [
      'a policy lets no update reach it',
      () => {
        const { archive, store } = storesOf(createArchive());
        return { archive, store: withPolicy(store) };
      },
    ],
  ];

  function storesOf(archive: Archive): { archive: Archive; store: DocumentStore } {
    const { receipts, ...store } = archive.store;
    for (const id of [1, 2, 3]) archive.put({ id });
    return { archive, store: withReceipts ? { ...store, receipts } : store };
  }

  test.each(ways)('%s: it has a code of its own, run after run, and is not counted', async (_way, make) => {
    const { archive, store } = make();
    const sync = archive.engine({ store });
    const failures = [{ document_id: '2', code: 'MARK_NOT_KEPT' }];
    expect(await sync.runSync()).toMatchObject({ total: 3, synced: 2, failed: 1, failures });
    expect(await sync.getStatus()).toMatchObject({ synced: 2, pending: 1 });
    // Nor does it wait longer each time: the document is not to blame.
    for (let round = 0; round < 3; round++) {
      expect(await sync.runSync()).toMatchObject({ total: 1, synced: 0, failed: 1, failures });
    }
    await expect(sync.syncDocument(2)).rejects.toMatchObject({ code: 'MARK_NOT_KEPT' });
    await sync.syncDocument(1);
    expect(Object.keys(archive.copies())).toHaveLength(3);
  });

  test('a replica answers, and is behind: the row reads as before', async () => {
    const { archive, store } = storesOf(createArchive());
    const before = await store.find(2);
    const mark = <Id>(ids: readonly Id[]): Id[] => ids.filter((id) => id !== (2 as Id));
    const { receipts } = store;
    const sync = archive.engine({
      store: {
        ...store,
        mark: async (documents) => mark(await store.mark(documents)),
        find: async (id) => (id === 2 ? before : store.find(id)),
        receipts: receipts && {
          ...receipts,
          async mark(mirrorId, brought) {
            const { marked, taken } = await receipts.mark(mirrorId, brought);
            return { marked: mark(marked), taken };
          },
        },
      },
    });
    const failures = [{ document_id: '2', code: 'MARK_NOT_KEPT' }];
    expect(await sync.runSync()).toMatchObject({ synced: 2, failed: 1, failures });
  });

  test('a mark that did not stay once is made again, where the file is still the one that was copied', async () => {
    const { archive, store } = storesOf(createArchive());
    let undone = false;
    const undoOnce = async () => {
      if (undone) return false;
      undone = true;
      await archive.store.unmark([2]);
      return true;
    };
    const { receipts } = store;
    const sync = archive.engine({
      store: {
        ...store,
        async mark(documents) {
          const marked = await store.mark(documents);
          return (await undoOnce()) ? marked.filter((id) => id !== 2) : marked;
        },
        receipts: receipts && {
          ...receipts,
          async mark(mirrorId, brought) {
            const { marked, taken } = await receipts.mark(mirrorId, brought);
            return { marked: (await undoOnce()) ? marked.filter((id) => id !== 2) : marked, taken };
          },
        },
      },
    });
    expect(await sync.runSync()).toMatchObject({ synced: 3, failed: 0 });
    expect(archive.store.rows().every(({ synced }) => synced === true)).toBe(true);
  });
});
