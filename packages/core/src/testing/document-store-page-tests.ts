import assert from 'node:assert/strict';
import type { Document, DocumentId } from '../document.js';
import type { DocumentStore } from '../store.js';
import type { SuiteContext } from './document-store-harness.js';
import { idAt } from './document-store-ids.js';

async function walk(store: DocumentStore, upTo: DocumentId, limit: number): Promise<Document[]> {
  const seen: Document[] = [];
  let after: DocumentId | undefined;
  for (;;) {
    const page = await store.pendingPage({ after, upTo, limit });
    assert.ok(page.length <= limit, 'at most `limit` documents');
    if (page.length === 0) return seen;
    seen.push(...page);
    after = page.at(-1)?.id;
    assert.ok(seen.length <= 1000, 'the pages come to an end');
  }
}

/** lastPendingId, pendingPage and page. */
export function pageTests({ check, row, idType }: SuiteContext): void {
  const ids = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => idAt(idType, from + n));

  check('nothing pending: no last id', async ({ store, rows }) => {
    assert.equal(await store.lastPendingId(), undefined);
    await rows.put([
      row(1, { synced: true }),
      row(2, { source: null }),
      row(3, { source: '' }),
      row(4, { inScope: false }),
    ]);
    assert.equal(await store.lastPendingId(), undefined);
  });

  check(
    'pages walk over every pending document once, in one order, up to the last pending id',
    async ({ store, rows }) => {
      await rows.put(ids(1, 57).map((_, n) => row(n + 1, { synced: n % 3 === 0 ? null : false })));
      const last = await store.lastPendingId();
      assert.ok(last !== undefined);
      for (const limit of [1, 10, 57, 500]) {
        const seen: DocumentId[] = (await walk(store, last, limit)).map(({ id }) => id);
        assert.equal(seen.length, 57, `pages of ${limit}`);
        assert.deepEqual(new Set(seen), new Set(ids(1, 57)));
        assert.equal(seen.at(-1), last, 'the last pending id is the last in the order of the pages');
        if (idType === 'integer' || idType === 'bigint') assert.deepEqual(seen, ids(1, 57), 'numbers in their order');
      }
    },
  );

  check('a bound in the middle cuts the pages cleanly', async ({ store, rows }) => {
    await rows.put(ids(1, 30).map((_, n) => row(n + 1)));
    const last = await store.lastPendingId();
    assert.ok(last !== undefined);
    const order = (await walk(store, last, 500)).map(({ id }) => id);
    for (const [at, upTo] of order.entries()) {
      assert.deepEqual(
        (await walk(store, upTo, 7)).map(({ id }) => id),
        order.slice(0, at + 1),
        'up to and with the bound',
      );
      const rest = await store.pendingPage({ after: upTo, upTo: last, limit: 500 });
      assert.deepEqual(
        rest.map(({ id }) => id),
        order.slice(at + 1),
        'only what comes after',
      );
    }
  });

  check('pages leave out what is synced, without file or out of scope', async ({ store, rows }) => {
    await rows.put([
      row(1, { synced: true }),
      row(2, { source: null }),
      row(3, { source: '' }),
      row(4, { inScope: false }),
      row(5, { synced: null }),
      row(6),
      row(7, { synced: null, inScope: false }),
    ]);
    const last = await store.lastPendingId();
    assert.ok(last !== undefined);
    assert.ok(last === idAt(idType, 5) || last === idAt(idType, 6));
    assert.deepEqual(new Set((await walk(store, last, 2)).map(({ id }) => id)), new Set(ids(5, 6)));
  });

  check('a page tells the same as find', async ({ store, rows }) => {
    await rows.put([row(1), row(2, { type: null, date: null, fileName: null, version: null, synced: null })]);
    const last = await store.lastPendingId();
    assert.ok(last !== undefined);
    const page = await store.pendingPage({ upTo: last, limit: 10 });
    assert.equal(page.length, 2);
    for (const document of page) {
      const found = await store.find(document.id);
      assert.ok(found);
      const { synced, ...rest } = found;
      assert.equal(synced, false);
      assert.deepEqual({ ...document }, rest);
    }
  });

  check('documents added behind the bound wait for the next run', async ({ store, rows }) => {
    await rows.put(ids(1, 10).map((_, n) => row(n + 1)));
    const last = await store.lastPendingId();
    assert.ok(last !== undefined);
    await rows.put(ids(11, 40).map((_, n) => row(n + 11)));
    const seen = (await walk(store, last, 3)).map(({ id }) => id);
    assert.equal(seen.at(-1), last);
    for (const id of ids(1, 10)) assert.ok(seen.includes(id));
  });

  check('marking what was read does not make a page skip or repeat', async ({ store, rows }) => {
    await rows.put(ids(1, 25).map((_, n) => row(n + 1)));
    const last = await store.lastPendingId();
    assert.ok(last !== undefined);
    const seen: DocumentId[] = [];
    let page: Document[] = await store.pendingPage({ upTo: last, limit: 4 });
    while (page.length > 0) {
      seen.push(...page.map(({ id }) => id));
      await store.mark(page);
      page = await store.pendingPage({ after: page.at(-1)?.id, upTo: last, limit: 4 });
    }
    assert.equal(seen.length, 25);
    assert.equal(new Set(seen).size, 25);
    assert.equal(await store.lastPendingId(), undefined);
  });

  check(
    'page walks over all documents with a file, marked or not, in the order of the ids',
    async ({ store, rows }) => {
      assert.deepEqual(await store.page({ limit: 10 }), []);
      await rows.put(ids(1, 30).map((_, n) => row(n + 1)));
      const last = await store.lastPendingId();
      assert.ok(last !== undefined);
      const order = (await walk(store, last, 500)).map(({ id }) => id);
      await rows.put(ids(1, 30).map((_, n) => row(n + 1, { synced: [true, false, null][n % 3] ?? null })));
      await rows.put([row(31, { source: null }), row(32, { source: '' }), row(33, { inScope: false })]);
      for (const limit of [1, 7, 500]) {
        const seen: DocumentId[] = [];
        let page = await store.page({ limit });
        while (page.length > 0) {
          assert.ok(page.length <= limit && seen.length <= 30);
          seen.push(...page.map(({ id }) => id));
          for (const document of page) assert.deepEqual({ ...document }, { ...(await store.find(document.id)) });
          page = await store.page({ limit, after: seen.at(-1) });
        }
        assert.deepEqual(seen, order, `pages of ${limit}`);
      }
    },
  );
}
