import assert from 'node:assert/strict';
import type { Document, DocumentId } from '../document.js';
import { claimOfReceipt } from '../plan/claim.js';
import type { Receipt } from '../receipt.js';
import type { SuiteContext } from './document-store-harness.js';
import { idAt } from './document-store-ids.js';
import * as helpers from './document-store-receipt-helpers.js';

const { allPending, broughtTo, copyAt, everyReceipt, failureOf, idsOf } = helpers;
const { inOrder, otherShare, receiptCheck, receiptOf, share, sorted } = helpers;

/** changedPage and deletedPage: what became of the rows since their copies were made. */
export function receiptChangeTests(context: SuiteContext): void {
  const { idType, row, versionDigits } = context;
  const check = receiptCheck(context);
  const id = (n: number) => idAt(idType, n);
  const marked = { synced: true, syncedAt: '2024-03-01T12:00:00.000Z' };
  const later = { ...marked, version: `2024-02-01T10:11:12.${versionDigits === 3 ? '124' : '123457'}Z` };
  const markAll = async ({ store, receipts }: helpers.ReceiptHarness) =>
    receipts.mark(
      share,
      (await allPending(store)).map((one) => broughtTo(one)),
    );

  check('changed: the version is not the receipt’s any more, to the last digit, null or not', async (harness) => {
    const { receipts, rows } = harness;
    await rows.put([row(1), row(2), row(3), row(4, { version: null }), row(5, { version: null })]);
    await markAll(harness);
    assert.deepEqual(await receipts.changedPage({ mirrorId: share, limit: 9 }), []);
    await rows.put([row(1, later), row(2, { ...marked, version: null }), row(4, marked)]);
    const page = await receipts.changedPage({ mirrorId: share, limit: 9 });
    assert.deepEqual(sorted(page.map((one) => one.id)), sorted([id(1), id(2), id(4)]));
    for (const document of page) {
      const { synced, ...rest } = (await harness.store.find(document.id)) ?? {};
      assert.deepEqual([{ ...document }, synced], [rest, true], 'a page tells the same as find');
    }
    assert.deepEqual(await receipts.changedPage({ mirrorId: otherShare, limit: 9 }), []);
  });

  check('changed: only what is marked, has a file, is in scope and has a copy', async (harness) => {
    const { receipts, rows } = harness;
    await rows.put([1, 2, 3, 4].map((n) => row(n)));
    await markAll(harness);
    await rows.put([
      row(1, { ...later, synced: false }),
      row(2, { ...later, source: null }),
      row(3, { ...later, source: '' }),
      row(4, { ...later, inScope: false }),
      ...[5, 6, 7].map((n) => row(n, later)),
    ]);
    await receipts.write([failureOf(id(5)), receiptOf(id(6), { role: 'leaving' })]);
    assert.deepEqual(await receipts.changedPage({ mirrorId: share, limit: 9 }), []);
  });

  check('without receipt: marked, with a file, in scope, and no current receipt with a copy', async (harness) => {
    const { receipts, rows } = harness;
    const count = () => receipts.countUnreceipted(share);
    assert.equal(await count(), 0);
    await rows.put([row(1), row(2)]);
    await markAll(harness);
    await rows.put([
      row(3, marked),
      row(4, marked),
      row(5, marked),
      row(6),
      row(7, { ...marked, source: null }),
      row(8, { ...marked, source: '' }),
      row(9, { ...marked, inScope: false }),
    ]);
    await receipts.write([failureOf(id(4)), receiptOf(id(5), { role: 'leaving' })]);
    assert.equal(await count(), 3);
    assert.equal(await receipts.countUnreceipted(otherShare), 5);
    const first = await receipts.unreceiptedPage({ mirrorId: share, limit: 2 });
    const rest = await receipts.unreceiptedPage({ mirrorId: share, after: first[1]?.id, limit: 2 });
    assert.deepEqual([first.length, rest.length], [2, 1]);
    assert.deepEqual(sorted([...first, ...rest].map((one) => one.id)), sorted([id(3), id(4), id(5)]));
    for (const document of first) {
      const { synced, ...told } = (await harness.store.find(document.id)) ?? {};
      assert.deepEqual([{ ...document }, synced], [told, true], 'a page tells the same as find');
    }
    await receipts.write([receiptOf(id(3))]);
    assert.equal(await count(), 2);
  });

  check('changed: pages in the order of the ids', async (harness) => {
    const { store, receipts, rows } = harness;
    await rows.put(Array.from({ length: 25 }, (_, n) => row(n + 1)));
    const order = (await allPending(store)).map((one) => one.id);
    await markAll(harness);
    await rows.put(Array.from({ length: 25 }, (_, n) => row(n + 1, n % 5 === 0 ? marked : later)));
    const changed = new Set(Array.from({ length: 25 }, (_, n) => id(n + 1)).filter((_, n) => n % 5 !== 0));
    for (const limit of [1, 6, 100]) {
      const seen: DocumentId[] = [];
      let page: Document[] = await receipts.changedPage({ mirrorId: share, limit });
      while (page.length > 0) {
        assert.ok(page.length <= limit && seen.length <= 25);
        seen.push(...page.map((one) => one.id));
        page = await receipts.changedPage({ mirrorId: share, limit, after: seen.at(-1) });
      }
      assert.deepEqual(
        seen,
        order.filter((one) => changed.has(one)),
        `pages of ${limit}`,
      );
    }
  });

  check('changed, unmarked, brought again: no change is left', async (harness) => {
    const { store, receipts, rows } = harness;
    await rows.put([row(1), row(2)]);
    await markAll(harness);
    await rows.put([row(1, later)]);
    await store.unmark((await receipts.changedPage({ mirrorId: share, limit: 9 })).map((one) => one.id));
    assert.deepEqual(sorted((await allPending(store)).map((one) => one.id)), [String(id(1))]);
    await markAll(harness);
    assert.deepEqual(await receipts.changedPage({ mirrorId: share, limit: 9 }), []);
    assert.equal((await everyReceipt(receipts)).length, 2);
  });

  check('a database that bumps the version with every mark: the receipt has what came of it', async (harness) => {
    const { store, receipts, rows } = harness;
    await rows.put([row(1), row(2), row(3)]);
    const read = await allPending(store);
    assert.ok(rows.bumpVersions, 'a harness with triggers has bumpVersions');
    await rows.bumpVersions();
    // The first is taken: marked and unmarked again.
    await receipts.write([receiptOf(id(9), { copy: copyAt('2024/01/invoices/x.pdf') })]);
    const [first, ...others] = read.map((one, n) =>
      n === 0 ? broughtTo(one, '2024/01/invoices/x.pdf') : broughtTo(one),
    );
    assert.ok(first);
    const result = await receipts.mark(share, [first, ...others]);
    assert.deepEqual([result.marked.length, result.taken], [2, [first.document.id]]);
    for (const { document } of others) {
      const [receipt] = await receipts.page({ mirrorId: share, documentIds: [document.id], limit: 9 });
      const now = (await store.find(document.id))?.version;
      const text = now instanceof Date ? now.toISOString() : String(now);
      assert.equal(receipt?.version, text);
      assert.notEqual(String(document.version?.valueOf()), String(now?.valueOf()), 'the mark bumped the version');
    }
    assert.deepEqual(await receipts.changedPage({ mirrorId: share, limit: 9 }), []);
  });

  check(
    'deleted: documents that are gone or out of scope; with or without a copy; leaving copies are none',
    async (harness) => {
      const { receipts, rows } = harness;
      await rows.put([1, 2, 3, 4, 5].map((n) => row(n)));
      await markAll(harness);
      await rows.put([row(2, { ...marked, inScope: false }), row(3, { source: null }), row(4, { synced: false })]);
      await rows.remove(id(1));
      await receipts.write([
        failureOf(id(6)),
        receiptOf(id(7), { role: 'leaving' }),
        receiptOf(id(8), { mirrorId: otherShare }),
      ]);
      const gone = await receipts.deletedPage({ mirrorId: share, limit: 9 });
      assert.deepEqual(sorted(idsOf(gone)), sorted([id(1), id(2), id(6)]));
      assert.deepEqual(gone, inOrder(gone));
      assert.deepEqual(
        gone,
        (await everyReceipt(receipts)).filter(({ documentId }) => [id(1), id(2), id(6)].includes(documentId)),
      );
    },
  );

  check('deleted: of those that failed, with a copy or without; of no others', async ({ receipts, rows }) => {
    await rows.put([row(1), row(2)]);
    const failed = { attempts: 2, lastError: 'COPY_FAILED' } as const;
    const gone = [failureOf(id(3)), receiptOf(id(4), failed)];
    const leaving = receiptOf(id(5), { role: 'leaving', ...failed });
    await receipts.write([failureOf(id(1)), receiptOf(id(2)), ...gone, receiptOf(id(6)), leaving]);
    assert.deepEqual(await receipts.deletedPage({ mirrorId: share, failing: true, limit: 9 }), inOrder(gone));
    const [first, second] = inOrder(gone);
    assert.deepEqual(await receipts.deletedPage({ mirrorId: share, failing: true, limit: 1 }), [first]);
    const after = claimOfReceipt(first as Receipt);
    assert.deepEqual(await receipts.deletedPage({ mirrorId: share, failing: true, after, limit: 9 }), [second]);
  });

  check('deleted: pages in the order of the claims, also where few of many are gone', async ({ receipts, rows }) => {
    const all = Array.from({ length: 2500 }, (_, n) => receiptOf(id(n + 1)));
    await receipts.write(all);
    const here = all.filter((_, n) => n < 2300 && n % 50 !== 7);
    const gone = inOrder(all.filter((receipt) => !here.includes(receipt)));
    const numberOf = new Map(all.map((receipt, n) => [receipt, n + 1]));
    await rows.put(here.map((receipt) => row(numberOf.get(receipt) ?? 0)));
    for (const limit of [11, 100, 1000]) assert.deepEqual(await walk(receipts, limit), gone, `pages of ${limit}`);
  });

  if (idType === 'text') {
    check('deleted and changed: another id by one letter’s case or a space is another document', async (harness) => {
      const { receipts, rows } = harness;
      await rows.put([row(1, { ...later, id: 'A' }), row(2, { ...later, id: 'b' })]);
      const other = ['a', 'A ', 'B', 'b '].map((one, n) => receiptOf(one, { copy: copyAt(`2024/01/x/${n}.pdf`) }));
      await receipts.write(other);
      assert.deepEqual(await receipts.changedPage({ mirrorId: share, limit: 9 }), []);
      assert.deepEqual(await receipts.deletedPage({ mirrorId: share, limit: 9 }), inOrder(other));
    });
  }

  async function walk(receipts: helpers.ReceiptsAsWritten, limit: number): Promise<Receipt[]> {
    const seen: Receipt[] = [];
    for (;;) {
      const last = seen.at(-1);
      const page = await receipts.deletedPage({ mirrorId: share, limit, after: last && claimOfReceipt(last) });
      assert.ok(page.length <= limit && seen.length <= 2500);
      if (page.length === 0) return seen;
      seen.push(...page);
    }
  }
}
