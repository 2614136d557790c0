import assert from 'node:assert/strict';
import type { Receipt } from '../receipt.js';
import type { SuiteContext } from './document-store-harness.js';
import { idAt } from './document-store-ids.js';
import * as helpers from './document-store-receipt-helpers.js';

const { broughtTo, cleanAll, copyAt, dirtyMonths, documentOf, everyReceipt } = helpers;
const { failureOf, idsOf, inOrder, otherShare, receiptCheck, receiptOf, share, sorted } = helpers;

const learned = {
  verifiedAt: new Date('2024-06-01T01:02:03.004Z'),
  attempts: 3,
  nextAttemptAt: new Date('2024-06-02T00:00:00.000Z'),
  lastError: 'COPY_FAILED',
} as const;

/** note, write, remove, removeAll, dirtyMonths and cleanMonth. */
export function receiptWriteTests(context: SuiteContext): void {
  const { idType, row } = context;
  const check = receiptCheck(context);
  const id = (n: number) => idAt(idType, n);

  check('nothing to note, to write, to remove', async ({ receipts }) => {
    await receipts.note([]);
    await receipts.write([]);
    await receipts.remove([]);
    await receipts.removeAll(share);
    assert.deepEqual(await everyReceipt(receipts), []);
  });

  check('note writes what was learned, and nothing else', async ({ receipts }) => {
    const before = [receiptOf(id(1)), receiptOf(id(2)), receiptOf(id(3), { role: 'leaving' })];
    await receipts.write(before);
    await cleanAll(receipts);
    await receipts.note(before.slice(1).map((one) => ({ ...one, ...learned, type: 'other', version: 'other' })));
    const after = [before[0] as Receipt, ...before.slice(1).map((one) => ({ ...one, ...learned }))];
    assert.deepEqual(await everyReceipt(receipts), inOrder(after));
    await receipts.note(
      after.map((one, n) => ({ ...one, verifiedAt: new Date(n), attempts: n, nextAttemptAt: null, lastError: null })),
    );
    assert.deepEqual((await everyReceipt(receipts)).map(({ attempts }) => attempts).sort(), [0, 1, 2]);
    assert.deepEqual(await receipts.dirtyMonths(share), []);
  });

  check('note leaves alone what is another by now', async ({ receipts }) => {
    const now = receiptOf(id(1));
    await receipts.write([now]);
    const copy = now.copy ?? copyAt('x');
    const stale: Partial<Receipt>[] = [
      { documentId: id(2) },
      { mirrorId: otherShare },
      { role: 'leaving' },
      { copy: { ...copy, key: copy.key.toUpperCase() } },
      { copy: { ...copy, size: 1 } },
      { copy: { ...copy, checksum: 'f'.repeat(64) } },
      { copy: copyAt('2024/01/invoices/elsewhere.pdf') },
      { copy: null, syncedAt: null },
      { syncedAt: new Date('2024-03-01T10:11:12.124Z') },
    ];
    for (const change of stale) {
      await receipts.note([{ ...now, ...learned, ...change }]);
      assert.deepEqual(await everyReceipt(receipts), [now], Object.keys(change).join());
    }
    assert.deepEqual(await everyReceipt(receipts, otherShare), []);
  });

  check(
    'note of a failure without a copy: written for the first, and then brought up to date',
    async ({ receipts }) => {
      const once = failureOf(id(1));
      const twice = failureOf(id(1), {
        attempts: 2,
        nextAttemptAt: new Date('2030-01-01T00:00:00.000Z'),
        lastError: 'COPY_FAILED',
      });
      await receipts.note([once, failureOf(id(2))]);
      assert.deepEqual(await everyReceipt(receipts), inOrder([once, failureOf(id(2))]));
      await receipts.note([twice]);
      assert.deepEqual(await everyReceipt(receipts), inOrder([twice, failureOf(id(2))]));
      assert.deepEqual(await receipts.counts(share), { copies: 0, failing: 2 });
      // A leaving copy is not the document’s own.
      await receipts.write([receiptOf(id(3), { role: 'leaving' })]);
      await receipts.note([failureOf(id(3))]);
      assert.deepEqual(await receipts.counts(share), { copies: 0, failing: 3 });
    },
  );

  check(
    'write replaces the receipt with the same claim, and every other current one of its document',
    async (harness) => {
      const { receipts } = harness;
      const leaving = receiptOf(id(1), { role: 'leaving', copy: copyAt('2024/05/invoices/old.pdf') });
      await receipts.write([receiptOf(id(1)), leaving, failureOf(id(2))]);
      await cleanAll(receipts);
      const moved = receiptOf(id(1), { copy: copyAt('2024/02/invoices/new.pdf'), type: 'payslip', version: '7' });
      const made = receiptOf(id(2), { copy: copyAt('2024/03/invoices/new.pdf') });
      await receipts.write([moved, made]);
      assert.deepEqual(await everyReceipt(receipts), inOrder([moved, leaving, made]));
      assert.deepEqual(await dirtyMonths(receipts), ['2024-01', '2024-02', '2024-03']);
      await cleanAll(receipts);
      const same = { ...moved, type: 'invoice', version: null, ...learned };
      await receipts.write([same]);
      assert.deepEqual(await receipts.dirtyMonths(share), [], 'the copy is the same');
      const other = { ...made, copy: copyAt('2024/03/invoices/NEW.pdf', 5) };
      await receipts.write([other]);
      assert.deepEqual(await everyReceipt(receipts), inOrder([same, leaving, other]));
      assert.deepEqual(await dirtyMonths(receipts), ['2024-03']);
    },
  );

  check('write does not take a claim from another document', async ({ receipts }) => {
    const [one, two] = [receiptOf(id(1)), receiptOf(id(2))];
    await receipts.write([one, { ...two, copy: one.copy }]);
    await receipts.write([
      two,
      receiptOf(id(3), { role: 'leaving', copy: copyAt(String(one.copy?.key).toUpperCase()) }),
    ]);
    await receipts.write([{ ...two, copy: one.copy }]);
    assert.deepEqual(await everyReceipt(receipts), inOrder([one, two]));
  });

  check('remove takes away what is still the same, and makes its month dirty', async ({ receipts }) => {
    const [one, two, failed] = [
      receiptOf(id(1)),
      receiptOf(id(2), { copy: copyAt('2024/02/x/2.pdf') }),
      failureOf(id(3)),
    ];
    await receipts.write([one, two, failed]);
    await cleanAll(receipts);
    const copy = one.copy ?? copyAt('x');
    const stale: Partial<Receipt>[] = [
      { documentId: id(2) },
      { mirrorId: otherShare },
      { role: 'leaving' },
      { copy: { ...copy, size: 1 } },
      { copy: { ...copy, checksum: 'f'.repeat(64) } },
    ];
    await receipts.remove(stale.map((change) => ({ ...one, ...change })));
    assert.deepEqual(await everyReceipt(receipts), inOrder([one, two, failed]));
    assert.deepEqual(await receipts.dirtyMonths(share), []);
    await receipts.remove([{ ...one, ...learned }, failed, receiptOf(id(9))]);
    assert.deepEqual(await everyReceipt(receipts), [two]);
    assert.deepEqual(await dirtyMonths(receipts), ['2024-01']);
  });

  check('what was removed gives its name free', async ({ store, receipts, rows }) => {
    const one = receiptOf(id(1), { role: 'leaving' });
    await receipts.write([one]);
    await rows.put([row(2)]);
    const wanted = [broughtTo(await documentOf(store, id(2)), one.copy?.key)];
    assert.deepEqual((await receipts.mark(share, wanted)).taken, [id(2)]);
    await receipts.remove([one]);
    assert.deepEqual((await receipts.mark(share, wanted)).marked, [id(2)]);
  });

  check('a month is clean unless it changed again while its lists were written', async ({ receipts }) => {
    const at = (n: number, month: string) => receiptOf(id(n), { copy: copyAt(`2024/${month}/x/${n}.pdf`) });
    await receipts.write([at(1, '01'), at(2, '02'), { ...at(3, '03'), mirrorId: otherShare }]);
    const seen = await receipts.dirtyMonths(share);
    assert.deepEqual(seen.map(({ month }) => month).sort(), ['2024-01', '2024-02']);
    await receipts.write([at(4, '02')]);
    for (const month of seen) await receipts.cleanMonth(share, month);
    assert.deepEqual(await dirtyMonths(receipts), ['2024-02']);
    assert.deepEqual(await dirtyMonths(receipts, otherShare), ['2024-03']);
    for (const month of seen) await receipts.cleanMonth(share, month);
    assert.deepEqual(await dirtyMonths(receipts), ['2024-02']);
    await cleanAll(receipts);
  });

  check('3,000 receipts over 300 months, noted, read and removed in one call each', async ({ receipts }) => {
    const all = Array.from({ length: 3000 }, (_, n) => {
      const month = `${2000 + (n % 25)}/${String((n % 12) + 1).padStart(2, '0')}`;
      return n % 3 === 0 ? failureOf(id(n + 1)) : receiptOf(id(n + 1), { copy: copyAt(`${month}/x/${n}.pdf`) });
    });
    await receipts.write(all.slice(0, 1500));
    await receipts.write(all);
    assert.deepEqual(await everyReceipt(receipts), inOrder(all));
    assert.equal((await receipts.dirtyMonths(share)).length, 200);
    await cleanAll(receipts);
    const noted = all.map((one, n) => ({
      ...one,
      ...learned,
      attempts: n % 7,
      verifiedAt: one.copy && new Date(n % 5),
    }));
    await receipts.note(noted);
    assert.deepEqual(await everyReceipt(receipts), inOrder(noted));
    await receipts.remove(all.slice(500));
    assert.deepEqual(
      idsOf(await everyReceipt(receipts)),
      sorted(all.slice(0, 500).map(({ documentId }) => documentId)),
    );
    assert.equal((await receipts.dirtyMonths(share)).length, 200);
  });
}
