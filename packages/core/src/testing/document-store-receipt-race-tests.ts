import assert from 'node:assert/strict';
import type { Document } from '../document.js';
import type { SuiteContext, SuiteRows } from './document-store-harness.js';
import { idAt } from './document-store-ids.js';
import * as helpers from './document-store-receipt-helpers.js';

const { allPending, broughtTo, documentOf, everyReceipt, failureOf, idsOf, receiptCheck, share, sorted } = helpers;

/** Several instances at once, as far as one process can play them. */
export function receiptRaceTests(context: SuiteContext): void {
  const { idType, row } = context;
  const check = receiptCheck(context);
  const [first, second] = [idAt(idType, 1), idAt(idType, 2)];

  check('two documents that claim one key at once: one is marked, the other taken', async (harness) => {
    const { store, receipts, rows } = harness;
    for (const round of [1, 2, 3, 4, 5]) {
      await rows.put([row(1), row(2)]);
      const documents = [await documentOf(store, first), await documentOf(store, second)];
      const key = `2024/01/invoices/round-${round}.pdf`;
      const results = await Promise.all(documents.map((one) => receipts.mark(share, [broughtTo(one, key)])));
      const marked = results.flatMap((result) => result.marked);
      assert.equal(marked.length, 1);
      assert.deepEqual(sorted([...marked, ...results.flatMap((result) => result.taken)]), sorted([first, second]));
      await assertAgreement(receipts, rows, documents);
      await receipts.removeAll(share);
    }
  });

  check('batches that want the same names in other orders', async ({ store, receipts, rows }) => {
    await rows.put(Array.from({ length: 60 }, (_, n) => row(n + 1)));
    const documents = await allPending(store);
    const wanted = documents.map((one, n) => broughtTo(one, `2024/01/invoices/${n % 30}.pdf`));
    const results = await Promise.all([
      receipts.mark(share, wanted.slice(0, 30)),
      receipts.mark(share, wanted.slice(30).reverse()),
    ]);
    assert.equal(results.flatMap(({ marked }) => marked).length, 30);
    assert.equal(results.flatMap(({ taken }) => taken).length, 30);
    await assertAgreement(receipts, rows, documents);
  });

  check('the same documents by two at once: none is lost, none has two copies', async ({ store, receipts, rows }) => {
    await rows.put(Array.from({ length: 60 }, (_, n) => row(n + 1)));
    const documents = await allPending(store);
    const halves = [documents.slice(0, 40), documents.slice(20).reverse()];
    const results = await Promise.all(
      halves.map((half) =>
        receipts.mark(
          share,
          half.map((one) => broughtTo(one)),
        ),
      ),
    );
    assert.deepEqual(new Set(results.flatMap(({ marked }) => marked)), new Set(documents.map(({ id }) => id)));
    assert.deepEqual(
      results.flatMap(({ taken }) => taken),
      [],
    );
    await assertAgreement(receipts, rows, documents);
  });

  check('one document under two keys at once: one copy is current, the other is leaving', async (harness) => {
    const { store, receipts, rows } = harness;
    await rows.put([row(1)]);
    const one = await documentOf(store, first);
    const keys = ['2024/01/invoices/a.pdf', '2024/02/invoices/a.pdf'];
    await Promise.all(keys.map((key) => receipts.mark(share, [broughtTo(one, key)])));
    const found = await everyReceipt(receipts);
    assert.deepEqual(found.map(({ role }) => role).sort(), ['current', 'leaving']);
    assert.deepEqual(found.map(({ copy }) => copy?.key).sort(), keys);
  });

  check('a failure noted while another instance succeeds does not stand beside the copy', async (harness) => {
    const { store, receipts, rows } = harness;
    await rows.put(Array.from({ length: 20 }, (_, n) => row(n + 1)));
    const documents = await allPending(store);
    await Promise.all(
      documents.flatMap((one) => [receipts.mark(share, [broughtTo(one)]), receipts.note([failureOf(one.id)])]),
    );
    await assertAgreement(receipts, rows, documents);
    assert.deepEqual(await receipts.counts(share), { copies: 20, failing: 0 });
  });

  check('marks of one month at once leave it dirty', async ({ store, receipts, rows }) => {
    await rows.put(Array.from({ length: 20 }, (_, n) => row(n + 1)));
    const documents = await allPending(store);
    await Promise.all(documents.map((one) => receipts.mark(share, [broughtTo(one)])));
    const [month, ...more] = await receipts.dirtyMonths(share);
    assert.deepEqual([month?.month, more], ['2024-01', []]);
  });

  /** A document is marked exactly if it has a current receipt with a copy, and it has one. */
  async function assertAgreement(receipts: helpers.ReceiptsAsWritten, rows: SuiteRows, documents: readonly Document[]) {
    const found = await everyReceipt(receipts);
    const marks = await Promise.all(documents.map(({ id }) => rows.readMark(id)));
    const marked = documents.filter((_, n) => marks[n]?.synced === true).map(({ id }) => id);
    assert.deepEqual(idsOf(found), sorted(marked));
    assert.ok(found.every(({ role, copy }) => role === 'current' && copy !== null));
  }
}
