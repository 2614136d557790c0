import assert from 'node:assert/strict';
import type { SuiteContext } from './document-store-harness.js';
import { idAt, malformedIds, strangeIds } from './document-store-ids.js';

/** parseId, find and counts. */
export function readTests({ check, row, idType, versionDigits }: SuiteContext): void {
  check('parseId reads the id of a row as it stands in a URL', async ({ store, rows }) => {
    await rows.put([row(1), row(2)]);
    const id = store.parseId(String(idAt(idType, 2)));
    assert.equal(id, idAt(idType, 2));
    assert.equal((await store.find(idAt(idType, 2)))?.source, row(2).source);
  });

  check('parseId refuses what cannot be an id, and never throws', async ({ store }) => {
    for (const text of malformedIds[idType]) assert.equal(store.parseId(text), undefined, JSON.stringify(text));
  });

  if (idType === 'text') {
    check('parseId refuses a text that receipts have no room for', async ({ store }) => {
      assert.equal(store.parseId('x'.repeat(500)), 'x'.repeat(500));
      assert.equal(store.parseId('x'.repeat(501)), store.receipts === undefined ? 'x'.repeat(501) : undefined);
      assert.equal(store.parseId('x'.repeat(1_001)), undefined);
    });
  }

  if (idType === 'integer' || idType === 'bigint') {
    check('negative ids are ids like any other', async ({ store, rows }) => {
      const ids = idType === 'bigint' ? ([-(2n ** 53n) - 1n, -1n, 1n] as const) : ([-7, -1, 1] as const);
      const [lowest, , highest] = ids;
      await rows.put(ids.map((id, n) => row(n + 1, { id })));
      assert.equal(await store.lastPendingId(), highest);
      const page = await store.pendingPage({ upTo: highest, limit: 2 });
      assert.deepEqual(
        page.map(({ id }) => id),
        ids.slice(0, 2),
      );
      const next = await store.page({ after: lowest, limit: 10 });
      assert.deepEqual(
        next.map(({ id }) => id),
        ids.slice(1),
      );
      assert.deepEqual(await store.mark(page), ids.slice(0, 2));
      assert.equal((await store.find(store.parseId(String(lowest)) ?? 0))?.synced, true);
      await store.unmark([lowest]);
      assert.equal((await store.counts()).synced, 1);
    });
  }

  check('a well-formed id that no row has finds nothing', async ({ store, rows }) => {
    await rows.put([row(1)]);
    for (const text of strangeIds[idType]) {
      const id = store.parseId(text);
      if (id !== undefined) assert.equal(await store.find(id), undefined, text);
    }
  });

  check('find tells every mapped column and the mark', async ({ store, rows }) => {
    await rows.put([row(1), row(2, { synced: true, syncedAt: '2024-03-01T00:00:00.000Z' }), row(3, { synced: null })]);
    const found = await store.find(idAt(idType, 1));
    assert.ok(found);
    assert.equal(found.id, idAt(idType, 1));
    assert.equal(found.type, 'invoice');
    assert.equal(found.source, '2024/file-1.pdf');
    assert.equal(found.fileName, 'file-1.pdf');
    assert.notEqual(found.version ?? null, null);
    assert.equal(found.synced, false);
    assert.equal((await store.find(idAt(idType, 2)))?.synced, true);
    assert.equal((await store.find(idAt(idType, 3)))?.synced, false, 'a null mark is pending');
  });

  check('null stays null', async ({ store, rows }) => {
    await rows.put([row(1, { type: null, date: null, source: null, fileName: null, version: null })]);
    const found = await store.find(idAt(idType, 1));
    assert.ok(found, 'find also tells of documents without file');
    const { type, date, source, fileName, version } = found;
    assert.deepEqual([type, date, source, fileName ?? null, version ?? null], [null, null, null, null, null]);
  });

  check('text comes back as it was written', async ({ store, rows }) => {
    const source = 'clients/Zoë & fils/reçu n°1 — été “copie” \\ 100% ?.pdf ';
    await rows.put([row(1, { source, fileName: "l'été 🙂.pdf", type: 'Fiche de paie' })]);
    const found = await store.find(idAt(idType, 1));
    assert.deepEqual([found?.source, found?.fileName, found?.type], [source, "l'été 🙂.pdf", 'Fiche de paie']);
  });

  check('a calendar date comes back without a shift of zone', async ({ store, rows }) => {
    const dates = ['2024-01-01', '2023-12-31', '2024-02-29', '2024-03-31', '1970-01-01', '1969-12-31', '1901-01-01'];
    await rows.put(dates.map((date, n) => row(n + 1, { date })));
    for (const [n, date] of dates.entries()) {
      const found = (await store.find(idAt(idType, n + 1)))?.date;
      assert.equal(found instanceof Date ? found.toISOString().slice(0, 10) : found?.slice(0, 10), date);
    }
  });

  check(`versions that differ in the last of ${versionDigits} digits read differently`, async ({ store, rows }) => {
    const digits = ['123456', '123457', '124456'].map((text) => text.slice(0, versionDigits));
    await rows.put([...new Set(digits)].map((text, n) => row(n + 1, { version: `2024-02-01T10:11:12.${text}Z` })));
    const first = (await store.find(idAt(idType, 1)))?.version;
    const second = (await store.find(idAt(idType, 2)))?.version;
    assert.notEqual(first ?? null, null);
    assert.notEqual(String(first?.valueOf()), String(second?.valueOf()));
  });

  check('find sees only what is in scope', async ({ store, rows }) => {
    await rows.put([row(1, { inScope: false })]);
    assert.equal(await store.find(idAt(idType, 1)), undefined);
  });

  check('counts of an empty table', async ({ store }) => {
    assert.deepEqual(await store.counts(), { total: 0, synced: 0, pending: 0, lastSync: null });
  });

  check('counts: documents with a file, in scope; a null mark is pending', async ({ store, rows }) => {
    await rows.put([
      row(1),
      row(2, { synced: null }),
      row(3, { synced: true, syncedAt: '2024-03-01T12:00:00.000Z' }),
      row(4, { synced: true, syncedAt: '2024-03-02T12:00:00.000Z' }),
      row(5, { source: null }),
      row(6, { source: '' }),
      row(7, { source: null, synced: true, syncedAt: '2025-01-01T00:00:00.000Z' }),
      row(8, { inScope: false }),
      row(9, { inScope: false, synced: true, syncedAt: '2025-01-01T00:00:00.000Z' }),
      row(10, { synced: true, syncedAt: null }),
    ]);
    const counts = await store.counts();
    assert.deepEqual(counts, { total: 5, synced: 3, pending: 2, lastSync: new Date('2024-03-02T12:00:00.000Z') });
  });
}
