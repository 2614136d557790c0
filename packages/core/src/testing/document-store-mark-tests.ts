import assert from 'node:assert/strict';
import type { Document, DocumentId } from '../document.js';
import type { DocumentStore } from '../store.js';
import type { StoreHarness, SuiteContext } from './document-store-harness.js';
import { idAt } from './document-store-ids.js';
import { rowChanges } from './document-store-row-changes.js';

async function allPending(store: DocumentStore): Promise<Document[]> {
  const upTo = await store.lastPendingId();
  return upTo === undefined ? [] : store.pendingPage({ upTo, limit: 100_000 });
}

const sorted = (ids: readonly DocumentId[]) => ids.map(String).sort();

/** mark. */
export function markTests({ check, row, idType, versionDigits }: SuiteContext): void {
  const first = idAt(idType, 1);

  check('nothing to mark', async ({ store }) => assert.deepEqual(await store.mark([]), []));

  check('marks what is as it was read, and tells which', async ({ store, rows }) => {
    await rows.put([row(1), row(2, { synced: null }), row(3)]);
    const documents = (await allPending(store)).filter(({ id }) => id !== idAt(idType, 3));
    const marked = await store.mark(documents);
    assert.deepEqual(new Set(marked), new Set([first, idAt(idType, 2)]));
    for (const id of marked) {
      const mark = await rows.readMark(id);
      assert.equal(mark?.synced, true);
      assert.notEqual(mark?.syncedAt ?? null, null);
      assert.equal((await store.find(id))?.synced, true);
    }
    assert.equal((await rows.readMark(idAt(idType, 3)))?.synced, false);
    assert.equal((await rows.readMark(idAt(idType, 3)))?.syncedAt ?? null, null);
  });

  check('the mark carries the time of now, whatever the zones', async ({ store, rows }) => {
    await rows.put([row(1), row(2, { synced: true, syncedAt: '2020-05-05T05:05:05.000Z' })]);
    assert.deepEqual((await store.counts()).lastSync, new Date('2020-05-05T05:05:05.000Z'));
    await store.mark(await allPending(store));
    const { lastSync, synced } = await store.counts();
    assert.equal(synced, 2);
    // Zones differ by quarters of an hour at least; clocks of host and database by seconds.
    assert.ok(lastSync && Math.abs(lastSync.getTime() - Date.now()) < 600_000, String(lastSync));
  });

  for (const [what, change] of rowChanges(versionDigits)) {
    check(`a row is not marked when it changed meanwhile: ${what}`, async ({ store, rows }) => {
      await rows.put([row(1), row(2)]);
      const documents = await allPending(store);
      await rows.put([row(1, change)]);
      assert.deepEqual(await store.mark(documents), [idAt(idType, 2)]);
      assert.equal((await rows.readMark(first))?.synced, false);
      assert.equal((await rows.readMark(idAt(idType, 2)))?.synced, true);
    });
  }

  for (const column of ['type', 'date', 'fileName', 'version'] as const) {
    check(`null equals null, and null is not a value: ${column}`, async ({ store, rows }) => {
      await rows.put([row(1, { [column]: null }), row(2, { [column]: null })]);
      const documents = await allPending(store);
      await rows.put([row(1)]);
      assert.deepEqual(await store.mark(documents), [idAt(idType, 2)]);
      assert.equal((await rows.readMark(first))?.synced, false);
    });
  }

  check('a row that changed and changed back is as it was read', async ({ store, rows }) => {
    await rows.put([row(1)]);
    const documents = await allPending(store);
    await rows.put([row(1, { type: 'receipt' })]);
    await rows.put([row(1)]);
    assert.deepEqual(await store.mark(documents), [first]);
  });

  check('a row that is gone is no error', async ({ store, rows }) => {
    await rows.put([row(1), row(2)]);
    const documents = await allPending(store);
    await rows.remove(first);
    assert.deepEqual(await store.mark(documents), [idAt(idType, 2)]);
    assert.equal(await rows.readMark(first), undefined);
  });

  check('a row that is marked already is marked again', async ({ store, rows }) => {
    await rows.put([row(1)]);
    const documents = await allPending(store);
    await rows.put([row(1, { synced: true, syncedAt: '2020-05-05T05:05:05.000Z' })]);
    assert.deepEqual(await store.mark(documents), [first]);
    assert.equal((await rows.readMark(first))?.synced, true);
  });

  check('what find read can be marked', async ({ store, rows }) => {
    await rows.put([row(1, { synced: null, date: null })]);
    const found = await store.find(first);
    assert.ok(found);
    assert.deepEqual(await store.mark([found]), [first]);
    assert.equal((await store.find(first))?.synced, true);
  });

  check('text with quotes, accents and wide characters is recognised again', async ({ store, rows }) => {
    const odd = { source: 'l\'été "2024" \\ 🙂 ?.pdf', fileName: '{"a": [1]} $1 :x ??.pdf', type: 'Fiche d’été' };
    await rows.put([row(1, odd), row(2)]);
    assert.deepEqual(sorted(await store.mark(await allPending(store))), sorted([first, idAt(idType, 2)]));
  });

  check('1,200 documents in one call; exactly those that were marked come back', async ({ store, rows }) => {
    const all = Array.from({ length: 1200 }, (_, n) => row(n + 1, { synced: n % 2 ? null : false }));
    await rows.put(all);
    const documents = await allPending(store);
    assert.equal(documents.length, 1200);
    const changed = all.filter((_, n) => n % 100 === 7);
    await rows.put(changed.map((one) => ({ ...one, source: 'changed.pdf' })));
    const marked = await store.mark(documents);
    const expected = all.filter((one) => !changed.includes(one)).map(({ id }) => id);
    assert.deepEqual(sorted(marked), sorted(expected));
    const types = new Set(marked.map((id) => typeof id));
    assert.deepEqual([...types], [typeof first], 'ids of the same type as in the documents');
    const { total, synced, pending } = await store.counts();
    assert.deepEqual({ total, synced, pending }, { total: 1200, synced: 1188, pending: 12 });
    assert.deepEqual(sorted((await allPending(store)).map(({ id }) => id)), sorted(changed.map(({ id }) => id)));
  });

  check('marks at once do not lose each other', async ({ store, rows }: StoreHarness) => {
    await rows.put(Array.from({ length: 60 }, (_, n) => row(n + 1)));
    const documents = await allPending(store);
    const halves = [documents.slice(0, 40), documents.slice(20).reverse()];
    const [left, right] = await Promise.all(halves.map((half) => store.mark(half)));
    assert.deepEqual(new Set([...(left ?? []), ...(right ?? [])]), new Set(documents.map(({ id }) => id)));
    assert.equal((await store.counts()).pending, 0);
  });
}
