import assert from 'node:assert/strict';
import type { Document } from '../document.js';
import { claimOf } from '../plan/claim.js';
import { rowWords } from '../plan/row-words.js';
import type { SuiteContext } from './document-store-harness.js';
import { idAt } from './document-store-ids.js';
import * as helpers from './document-store-receipt-helpers.js';

const { allPending, broughtTo, cleanAll, copyAt, dirtyMonths, documentOf, everyReceipt } = helpers;
const { failureOf, idsOf, otherShare, receiptCheck, receiptOf, share, sorted } = helpers;

const key = '2024/01/invoices/a.pdf';

/** mark, one call at a time. */
export function receiptMarkTests(context: SuiteContext): void {
  const { idType, row } = context;
  const check = receiptCheck(context);
  const [first, second, third] = [idAt(idType, 1), idAt(idType, 2), idAt(idType, 3)];

  check('nothing to mark', async ({ receipts }) => {
    assert.deepEqual(await receipts.mark(share, []), { marked: [], taken: [] });
  });

  check('marks the rows and writes their receipts', async ({ store, receipts, rows }) => {
    await rows.put([row(1), row(2, { synced: null, version: null }), row(3)]);
    const documents = (await allPending(store)).filter(({ id }) => id !== third);
    const before = Date.now();
    const { marked, taken } = await receipts.mark(
      share,
      documents.map((document) => ({ document, copy: copyAt(`2024/02/x/${document.id}.pdf`, 7), type: 'payslip' })),
    );
    assert.deepEqual(sorted(marked), sorted([first, second]));
    assert.deepEqual(new Set(marked.map((id) => typeof id)), new Set([typeof first]), 'ids as in the documents');
    assert.deepEqual(taken, []);
    for (const id of [first, second]) assert.equal((await rows.readMark(id))?.synced, true);
    assert.equal((await rows.readMark(third))?.synced, false);
    const written = await everyReceipt(receipts);
    assert.deepEqual(idsOf(written), sorted([first, second]));
    for (const receipt of written) {
      const { syncedAt, version, row: words, ...rest } = receipt;
      const {
        syncedAt: _,
        version: __,
        row: ___,
        ...expected
      } = receiptOf(receipt.documentId, {
        copy: copyAt(`2024/02/x/${receipt.documentId}.pdf`, 7),
        type: 'payslip',
      });
      assert.deepEqual(rest, expected);
      assert.ok(syncedAt && syncedAt.getTime() >= before - 60_000 && syncedAt.getTime() <= Date.now() + 60_000);
      const read = documents.find(({ id }) => id === receipt.documentId)?.version ?? null;
      assert.equal(version === null, read === null);
      const document = documents.find(({ id }) => id === receipt.documentId);
      assert.deepEqual(words, document && rowWords(document), 'what the row says of its document');
    }
    assert.deepEqual(await dirtyMonths(receipts), ['2024-02']);
    assert.deepEqual(await receipts.counts(share), { copies: 2, failing: 0 });
    assert.deepEqual(await receipts.changedPage({ mirrorId: share, limit: 9 }), [], 'the version is the row’s');
  });

  check(
    'a row that changed, left the scope or is gone is neither marked nor taken',
    async ({ store, receipts, rows }) => {
      await rows.put([row(1), row(2), row(3), row(4)]);
      const documents = await allPending(store);
      await rows.put([row(1, { type: 'Invoice' }), row(2, { inScope: false })]);
      await rows.remove(third);
      const fourth = idAt(idType, 4);
      assert.deepEqual(
        await receipts.mark(
          share,
          documents.map((one) => broughtTo(one)),
        ),
        { marked: [fourth], taken: [] },
      );
      assert.deepEqual(idsOf(await everyReceipt(receipts)), [String(fourth)]);
    },
  );

  check('a mark ends the failures, whether there was a copy or not', async ({ store, receipts, rows }) => {
    await rows.put([row(1), row(2)]);
    const failed = {
      attempts: 4,
      nextAttemptAt: new Date('2030-01-01T00:00:00.000Z'),
      lastError: 'COPY_FAILED',
    } as const;
    await receipts.write([failureOf(first, failed), receiptOf(second, failed)]);
    assert.deepEqual(await receipts.counts(share), { copies: 1, failing: 2 });
    await receipts.mark(
      share,
      (await allPending(store)).map((one) => broughtTo(one)),
    );
    const written = await everyReceipt(receipts);
    assert.equal(written.length, 2, 'no receipt without a copy is left');
    for (const { copy, attempts, nextAttemptAt, lastError } of written) {
      assert.deepEqual([copy !== null, attempts, nextAttemptAt, lastError], [true, 0, null, null]);
    }
    assert.deepEqual(await receipts.counts(share), { copies: 2, failing: 0 });
  });

  check(
    'a copy under another key: the former one is leaving, and keeps its name',
    async ({ store, receipts, rows }) => {
      await rows.put([row(1), row(2)]);
      const one = await documentOf(store, first);
      const two = await documentOf(store, second);
      await receipts.mark(share, [broughtTo(one, key)]);
      const [former] = await everyReceipt(receipts);
      await cleanAll(receipts);
      const moved = '2024/03/receipts/a.pdf';
      assert.deepEqual(await receipts.mark(share, [broughtTo(one, moved)]), { marked: [first], taken: [] });
      const found = await everyReceipt(receipts);
      assert.deepEqual(
        found.find(({ role }) => role === 'leaving'),
        { ...former, role: 'leaving' },
      );
      assert.equal(found.find(({ role }) => role === 'current')?.copy?.key, moved);
      assert.equal(found.length, 2);
      assert.deepEqual(await dirtyMonths(receipts), ['2024-01', '2024-03']);
      await cleanAll(receipts);
      // Neither another document nor its own gets the name before the receipt is gone.
      assert.deepEqual(await receipts.mark(share, [broughtTo(two, key)]), { marked: [], taken: [second] });
      assert.deepEqual(await receipts.mark(share, [broughtTo(one, key)]), { marked: [], taken: [first] });
      for (const id of [first, second]) assert.equal((await rows.readMark(id))?.synced, false);
      assert.deepEqual(await everyReceipt(receipts), found);
      assert.deepEqual(await receipts.dirtyMonths(share), []);
      await receipts.remove(found.filter(({ role }) => role === 'leaving'));
      assert.deepEqual(await receipts.mark(share, [broughtTo(two, key)]), { marked: [second], taken: [] });
    },
  );

  check('a key that another document has a claim on, in whatever case or form', async ({ store, receipts, rows }) => {
    await rows.put([row(1), row(2), row(3)]);
    const one = await documentOf(store, first);
    const two = await documentOf(store, second);
    const three = await documentOf(store, third);
    await receipts.mark(share, [broughtTo(one, '2024/01/invoices/Reçu Straße.pdf')]);
    await cleanAll(receipts);
    const before = await everyReceipt(receipts);
    const folded = '2024/01/INVOICES/REÇU STRASSE.pdf'.normalize('NFD');
    await rows.put([row(2, { synced: true, syncedAt: '2024-03-01T12:00:00.000Z' })]);
    const result = await receipts.mark(share, [broughtTo(two, folded), broughtTo(three, folded)]);
    assert.deepEqual(
      { marked: result.marked, taken: sorted(result.taken) },
      { marked: [], taken: sorted([second, third]) },
    );
    for (const id of [second, third]) {
      const mark = await rows.readMark(id);
      assert.notEqual(mark?.synced, true, 'the row ends pending, also when it was marked before');
      assert.equal(mark?.syncedAt ?? null, null);
    }
    assert.deepEqual(await everyReceipt(receipts), before);
    assert.deepEqual(await receipts.dirtyMonths(share), []);
    assert.equal((await rows.readMark(first))?.synced, true);
    // On another share it is free.
    assert.deepEqual(await receipts.mark(otherShare, [broughtTo(two, folded)]), { marked: [second], taken: [] });
  });

  check('two documents of one call with one key: the first gets it', async ({ store, receipts, rows }) => {
    await rows.put([row(1), row(2), row(3), row(4)]);
    const one = await documentOf(store, first);
    const two = await documentOf(store, second);
    const three = await documentOf(store, third);
    const call = [broughtTo(two, key), broughtTo(one, key.toUpperCase()), broughtTo(three, '2024/01/invoices/b.pdf')];
    const result = await receipts.mark(share, call);
    assert.deepEqual([sorted(result.marked), result.taken], [sorted([second, third]), [first]]);
    assert.equal((await rows.readMark(first))?.synced, false);
    assert.deepEqual(idsOf(await everyReceipt(receipts)), sorted([second, third]));
  });

  check(
    'of two with one key, one that changed meanwhile does not stand in the way',
    async ({ store, receipts, rows }) => {
      await rows.put([row(1), row(2)]);
      const one = await documentOf(store, first);
      const two = await documentOf(store, second);
      await rows.put([row(1, { source: 'other.pdf' })]);
      const result = await receipts.mark(share, [broughtTo(one, key), broughtTo(two, key)]);
      assert.deepEqual(result, { marked: [second], taken: [] });
    },
  );

  check(
    'marked again under the same key: one receipt, verified as long as the copy is the same',
    async ({ store, receipts, rows }) => {
      await rows.put([row(1)]);
      const one = await documentOf(store, first);
      const verifiedAt = new Date('2024-05-05T05:05:05.555Z');
      await receipts.mark(share, [broughtTo(one, key)]);
      await receipts.note((await everyReceipt(receipts)).map((receipt) => ({ ...receipt, verifiedAt })));
      await cleanAll(receipts);
      await receipts.mark(share, [broughtTo(one, key)]);
      assert.deepEqual(
        (await everyReceipt(receipts)).map((receipt) => receipt.verifiedAt),
        [verifiedAt],
      );
      assert.deepEqual(await dirtyMonths(receipts), ['2024-01']);
      await receipts.mark(share, [{ document: one, copy: copyAt(key, 2), type: 'invoice' }]);
      const [replaced, ...more] = await everyReceipt(receipts);
      assert.deepEqual([replaced?.copy, replaced?.verifiedAt, more], [copyAt(key, 2), null, []]);
      const otherCase = copyAt(key.replace('a.pdf', 'A.PDF'), 2);
      await receipts.mark(share, [{ document: one, copy: otherCase, type: 'invoice' }]);
      assert.deepEqual(
        (await everyReceipt(receipts)).map(({ role, copy }) => [role, copy]),
        [['current', otherCase]],
      );
    },
  );

  check('the same document on two shares', async ({ store, receipts, rows }) => {
    await rows.put([row(1)]);
    const one = await documentOf(store, first);
    for (const mirrorId of [share, otherShare]) {
      assert.deepEqual(await receipts.mark(mirrorId, [broughtTo(one, key)]), { marked: [first], taken: [] });
    }
    assert.deepEqual(await everyReceipt(receipts, otherShare).then(idsOf), [String(first)]);
    assert.deepEqual(await everyReceipt(receipts).then(idsOf), [String(first)]);
  });

  check(
    '3,000 in one call, over hundreds of months, some changed and some taken',
    async ({ store, receipts, rows }) => {
      const all = Array.from({ length: 3000 }, (_, n) => row(n + 1));
      await rows.put(all);
      const documents = new Map((await allPending(store)).map((one) => [one.id, one]));
      const monthAt = (n: number) => `${1900 + (n % 40)}/${String((n % 12) + 1).padStart(2, '0')}`;
      const brought = all.map(({ id }, n) => {
        const document = documents.get(id) as Document;
        // Every hundredth wants the name of the one before it.
        return broughtTo(document, `${monthAt(n % 100 === 42 ? n - 1 : n)}/x/${n % 100 === 42 ? n - 1 : n}.pdf`);
      });
      const changed = all.filter((_, n) => n % 100 === 7);
      await rows.put(changed.map((one) => ({ ...one, source: 'changed.pdf' })));
      const { marked, taken } = await receipts.mark(share, brought);
      assert.deepEqual(sorted(taken), sorted(all.filter((_, n) => n % 100 === 42).map(({ id }) => id)));
      assert.equal(marked.length, 3000 - 30 - 30);
      const written = await everyReceipt(receipts);
      assert.deepEqual(idsOf(written), sorted(marked));
      assert.equal(new Set(written.map(({ copy }) => claimOf(String(copy?.key)))).size, 2940);
      const { synced, pending } = await store.counts();
      assert.deepEqual({ synced, pending }, { synced: 2940, pending: 60 });
      const months = new Set(written.map(({ copy }) => String(copy?.key).slice(0, 7).replace('/', '-')));
      assert.deepEqual(await dirtyMonths(receipts), [...months].sort());
      assert.deepEqual(await receipts.changedPage({ mirrorId: share, limit: 9 }), []);
    },
  );
}
