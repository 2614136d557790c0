import assert from 'node:assert/strict';
import type { SuiteContext } from './document-store-harness.js';
import { idAt } from './document-store-ids.js';

/** unmark and unmarkAll. */
export function unmarkTests({ check, row, idType }: SuiteContext): void {
  const syncedAt = '2024-03-01T12:00:00.000Z';

  check('nothing to unmark', async ({ store, rows }) => {
    await rows.put([row(1, { synced: true, syncedAt })]);
    await store.unmark([]);
    assert.equal((await rows.readMark(idAt(idType, 1)))?.synced, true);
  });

  check('unmark makes these pending again, whatever else the rows say', async ({ store, rows }) => {
    await rows.put([1, 2, 3].map((n) => row(n, { synced: true, syncedAt })));
    await rows.put([row(2, { synced: true, syncedAt, type: 'receipt', source: null, version: null })]);
    await store.unmark([idAt(idType, 1), idAt(idType, 2), idAt(idType, 99)]);
    for (const n of [1, 2]) {
      assert.equal((await store.find(idAt(idType, n)))?.synced, false);
      assert.equal((await rows.readMark(idAt(idType, n)))?.syncedAt ?? null, null);
    }
    assert.equal((await rows.readMark(idAt(idType, 3)))?.synced, true);
    assert.equal(await rows.readMark(idAt(idType, 99)), undefined);
    assert.equal(await store.lastPendingId(), idAt(idType, 1));
  });

  check('unmark takes 1,200 ids in one call', async ({ store, rows }) => {
    await rows.put(Array.from({ length: 1201 }, (_, n) => row(n + 1, { synced: true, syncedAt })));
    await store.unmark(Array.from({ length: 1200 }, (_, n) => idAt(idType, n + 1)));
    const { synced, pending } = await store.counts();
    assert.deepEqual({ synced, pending }, { synced: 1, pending: 1200 });
  });

  check('unmarkAll makes everything in scope pending, and nothing else', async ({ store, rows }) => {
    await rows.put([row(1, { synced: true, syncedAt }), row(2, { synced: true }), row(3), row(4, { synced: null })]);
    await rows.put([
      row(5, { synced: true, syncedAt, source: null }),
      row(6, { synced: true, syncedAt, inScope: false }),
    ]);
    await store.unmarkAll();
    assert.deepEqual(await store.counts(), { total: 4, synced: 0, pending: 4, lastSync: null });
    for (const n of [1, 2, 5]) {
      const mark = await rows.readMark(idAt(idType, n));
      assert.notEqual(mark?.synced, true);
      assert.equal(mark?.syncedAt ?? null, null);
    }
    assert.equal((await rows.readMark(idAt(idType, 6)))?.synced, true, 'out of scope');
  });
}
