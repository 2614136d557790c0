import assert from 'node:assert/strict';
import type { Document } from '../document.js';
import type { DocumentStore } from '../store.js';
import type { SuiteContext } from './document-store-harness.js';
import { idAt } from './document-store-ids.js';

const readAll = (store: DocumentStore): Promise<Document[]> => store.page({ limit: 100_000 });
const sorted = (documents: readonly { readonly id: unknown }[]) => documents.map(({ id }) => String(id)).sort();

/** mark and takeBack in a database that has its own mind. */
export function markTriggerTests({ check, row, idType }: SuiteContext): void {
  const [first, second] = [idAt(idType, 1), idAt(idType, 2)];

  check('a mark that the database does not keep is not told of', async ({ store, rows }) => {
    assert.ok(rows.undoMarks, 'a harness with triggers has undoMarks');
    await rows.put([row(1), row(2, { synced: null })]);
    const read = await readAll(store);
    await rows.undoMarks();
    assert.deepEqual(await store.mark(read), []);
    for (const { id } of read) assert.equal((await store.find(id))?.synced, false);
    if (store.receipts === undefined) return;
    const brought = read.map((document) => ({
      document,
      copy: { key: `2024/01/invoices/${document.id}.pdf`, size: 1, checksum: 'a'.repeat(64) },
      type: 'invoice',
    }));
    assert.deepEqual(await store.receipts.mark('the-share', brought), { marked: [], taken: [] });
  });

  check(
    'where a mark changes the version, the row that was read before is another by then',
    async ({ store, rows }) => {
      assert.ok(rows.bumpVersions, 'a harness with triggers has bumpVersions');
      await rows.put([row(1), row(2)]);
      const before = await readAll(store);
      await rows.bumpVersions();
      assert.deepEqual(sorted(before), sorted((await store.mark(before)).map((id) => ({ id }))));
      assert.deepEqual(await store.mark(before), []);
      await store.takeBack(before);
      for (const id of [first, second]) assert.equal((await rows.readMark(id))?.synced, true);
      // As it reads now it can be marked, and taken back.
      const now = await readAll(store);
      assert.equal((await store.mark(now)).length, 2);
      await store.takeBack(await readAll(store));
      for (const id of [first, second]) assert.equal((await store.find(id))?.synced, false);
    },
  );

  check('where a mark changes the version, of two who mark at once one does, and the mark stays', async (harness) => {
    const { store, rows } = harness;
    assert.ok(rows.bumpVersions, 'a harness with triggers has bumpVersions');
    await rows.put(Array.from({ length: 40 }, (_, n) => row(n + 1)));
    const read = await readAll(store);
    await rows.bumpVersions();
    const marked = await Promise.all([store.mark(read), store.mark([...read].reverse())]);
    assert.deepEqual(sorted(marked.flat().map((id) => ({ id }))), sorted(read));
    assert.equal((await store.counts()).pending, 0);
  });
}
