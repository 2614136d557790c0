import assert from 'node:assert/strict';
import type { DocumentId } from '../document.js';
import { claimOfReceipt } from '../plan/claim.js';
import type { Receipt, StoredReceipt } from '../receipt.js';
import type { ReceiptStore } from '../receipt-store.js';
import type { StoreHarness, SuiteContext } from './document-store-harness.js';
import { idAt } from './document-store-ids.js';
import * as helpers from './document-store-receipt-helpers.js';

const { broughtTo, copyAt, documentOf, failureOf, receiptOf, share, sorted } = helpers;

/** Receipts whose claim somebody changed in the table: it is any text, and not that of their key. */
export function receiptEditedTests({ check, idType, row }: SuiteContext): void {
  const id = (n: number) => idAt(idType, n);
  const claims = [
    // No two that are the same without case: there are collations that would not take both.
    ...['0', 'a', 'B', 'c', 'F', 'l', 'é', 'Zz', ' ', 'DOCUMENT:1', 'document:', 'ffff-', '%', '\\', "'", '🙂'],
    ...[claimOfReceipt(receiptOf(id(98))).toUpperCase(), claimOfReceipt(receiptOf(id(99))), 'a'.repeat(80)],
  ];

  function editedCheck(
    name: string,
    body: (harness: StoreHarness & { readonly receipts: ReceiptStore }) => Promise<void>,
  ) {
    check(`rows changed by hand: ${name}`, async (harness) => {
      const { receipts } = harness.store;
      assert.ok(receipts && harness.rows.editClaim, 'the store has receipts, and the test a way past it');
      await body({ ...harness, receipts });
    });
  }

  /** Twenty receipts and a failure; all but the last of them edited. */
  async function edit({ rows, receipts }: StoreHarness & { readonly receipts: ReceiptStore }): Promise<Receipt[]> {
    const written = [...Array.from({ length: 20 }, (_, n) => receiptOf(id(n + 1))), failureOf(id(21))];
    await receipts.write(written);
    for (const [n, claim] of claims.entries()) await rows.editClaim?.(id(n + 1), claim);
    return written;
  }

  async function walk(page: (after: string | undefined) => Promise<StoredReceipt[]>): Promise<DocumentId[]> {
    const seen: DocumentId[] = [];
    for (let after: string | undefined; ; ) {
      const receipts = await page(after);
      assert.ok(seen.length <= 21, 'the walk comes to an end');
      if (receipts.length === 0) return seen;
      seen.push(...receipts.map(({ documentId }) => documentId));
      after = receipts.at(-1)?.claim;
    }
  }

  editedCheck('a walk meets each receipt once, whatever the size of the pages', async (harness) => {
    const { receipts } = harness;
    const all = sorted((await edit(harness)).map(({ documentId }) => documentId));
    for (const limit of [1, 2, 5, 100]) {
      const paged = await walk((after) => receipts.page({ mirrorId: share, after, limit }));
      assert.deepEqual(sorted(paged), all, `pages of ${limit}`);
      const gone = await walk((after) => receipts.deletedPage({ mirrorId: share, after, limit }));
      assert.deepEqual(sorted(gone), all, `deleted, in pages of ${limit}`);
    }
    const documentIds = Array.from({ length: 21 }, (_, n) => id(n + 1));
    const asked = await receipts.page({ mirrorId: share, documentIds, limit: 100 });
    assert.deepEqual(sorted(asked.map(({ documentId }) => documentId)), all);
  });

  editedCheck('what was read is found again: noted and removed', async (harness) => {
    const { receipts } = harness;
    await edit(harness);
    const verifiedAt = new Date('2025-05-05T05:05:05.555Z');
    const read = await receipts.page({ mirrorId: share, limit: 100 });
    await receipts.note(read.map((receipt) => ({ ...receipt, verifiedAt })));
    const noted = await receipts.page({ mirrorId: share, limit: 100 });
    assert.deepEqual(
      noted,
      read.map((receipt) => ({ ...receipt, verifiedAt })),
    );
    await receipts.remove(noted);
    assert.deepEqual(await receipts.page({ mirrorId: share, limit: 100 }), []);
  });

  editedCheck('who brings the document anew has one receipt, under the right claim', async (harness) => {
    const { store, receipts, rows } = harness;
    await edit(harness);
    await rows.put([row(1), row(2)]);
    const [same, moved] = [await documentOf(store, id(1)), await documentOf(store, id(2))];
    await receipts.mark(share, [broughtTo(same), broughtTo(moved, '2024/01/bills/2.pdf')]);
    const found = await receipts.page({ mirrorId: share, documentIds: [id(1), id(2)], limit: 9 });
    const asWritten = found.map(({ documentId, role, copy, claim }) => ({ documentId, role, copy, claim }));
    const expected = [
      { documentId: id(1), role: 'current', copy: copyAt(`2024/01/invoices/${String(id(1))}.pdf`) },
      { documentId: id(2), role: 'leaving', copy: copyAt(`2024/01/invoices/${String(id(2))}.pdf`) },
      { documentId: id(2), role: 'current', copy: copyAt('2024/01/bills/2.pdf') },
    ].map((receipt) => ({ ...receipt, claim: claimOfReceipt(receipt) }));
    const byClaim = (a: { claim: string }, b: { claim: string }) => (a.claim < b.claim ? -1 : 1);
    assert.deepEqual(asWritten.sort(byClaim), expected.sort(byClaim));
  });
}
