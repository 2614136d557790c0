import assert from 'node:assert/strict';
import type { SuiteContext } from './document-store-harness.js';
import { idAt } from './document-store-ids.js';
import { rowChanges } from './document-store-row-changes.js';

/** takeBack. */
export function takeBackTests({ check, row, idType, versionDigits }: SuiteContext): void {
  const mark = { synced: true, syncedAt: '2024-03-01T12:00:00.000Z' };
  const [first, second] = [idAt(idType, 1), idAt(idType, 2)];

  check('nothing to take back', async ({ store, rows }) => {
    await rows.put([row(1, mark)]);
    await store.takeBack([]);
    assert.equal((await rows.readMark(first))?.synced, true);
  });

  check('takes back the marks of what is as it was read, and no others', async ({ store, rows }) => {
    await rows.put([row(1, mark), row(2, { ...mark, type: null, version: null }), row(3, mark), row(4)]);
    const read = (await store.page({ limit: 9 })).filter(({ id }) => id !== idAt(idType, 3));
    await store.takeBack(read);
    for (const id of [first, second, idAt(idType, 4)]) {
      assert.equal((await store.find(id))?.synced, false);
      assert.equal((await rows.readMark(id))?.syncedAt ?? null, null);
    }
    assert.equal((await rows.readMark(idAt(idType, 3)))?.synced, true);
  });

  for (const [what, change] of rowChanges(versionDigits)) {
    check(`a mark is not taken back when its row changed meanwhile: ${what}`, async ({ store, rows }) => {
      await rows.put([row(1, mark), row(2, mark)]);
      const read = await store.page({ limit: 9 });
      await rows.put([row(1, { ...mark, ...change })]);
      await store.takeBack(read);
      assert.equal((await rows.readMark(first))?.synced, true);
      assert.equal((await rows.readMark(second))?.synced, false);
    });
  }

  check('a row that is gone is no error, and a pending one stays pending', async ({ store, rows }) => {
    await rows.put([row(1, mark), row(2, { synced: null })]);
    const read = await store.page({ limit: 9 });
    await rows.remove(first);
    await store.takeBack(read);
    assert.equal(await rows.readMark(first), undefined);
    assert.equal((await store.find(second))?.synced, false);
  });

  check('takes back 1,200 in one call', async ({ store, rows }) => {
    await rows.put(Array.from({ length: 1201 }, (_, n) => row(n + 1, mark)));
    await store.takeBack((await store.page({ limit: 2_000 })).slice(0, 1200));
    const { synced, pending } = await store.counts();
    assert.deepEqual({ synced, pending }, { synced: 1, pending: 1200 });
  });
}
