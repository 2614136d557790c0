import assert from 'node:assert/strict';
import { claimOfReceipt } from '../plan/claim.js';
import type { Receipt } from '../receipt.js';
import type { ReceiptQuery } from '../receipt-store.js';
import type { SuiteContext } from './document-store-harness.js';
import { idAt } from './document-store-ids.js';
import * as helpers from './document-store-receipt-helpers.js';

const { copyAt, everyReceipt, failureOf, idsOf, inOrder, otherShare, receiptCheck, receiptOf, share, sorted } = helpers;

/** expectedMirror, page and counts. */
export function receiptPageTests(context: SuiteContext): void {
  const { idType } = context;
  const check = receiptCheck(context);
  const id = (n: number) => idAt(idType, n);
  const receipts = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, n) => receiptOf(id(from + n)));

  check('nothing to begin with', async ({ receipts }) => {
    assert.equal(await receipts.expectedMirror(), undefined);
    assert.deepEqual(await everyReceipt(receipts), []);
    assert.deepEqual(await receipts.counts(share), { copies: 0, failing: 0 });
    assert.deepEqual(await receipts.dirtyMonths(share), []);
  });

  check('the expected share is the one told last', async ({ receipts }) => {
    for (const mirrorId of [share, otherShare, otherShare]) {
      await receipts.expectMirror(mirrorId);
      assert.equal(await receipts.expectedMirror(), mirrorId);
    }
    await Promise.all([receipts.expectMirror(share), receipts.expectMirror(share)]);
    assert.equal(await receipts.expectedMirror(), share);
  });

  check('the identity of the store is the one kept first, until it is told to be another', async ({ receipts }) => {
    assert.equal(await receipts.storeId(), undefined);
    const ids = ['invoices-1', 'invoices-2', 'invoices-3'];
    const kept = await Promise.all(ids.map((one) => receipts.keepStoreId(one)));
    assert.equal(new Set(kept).size, 1, 'of several at once, all get the same');
    const [first = ''] = kept;
    assert.equal(await receipts.storeId(), first);
    assert.equal(await receipts.keepStoreId('another', 'none of these'), first);
    assert.equal(await receipts.keepStoreId('another', first), 'another');
    assert.equal(await receipts.storeId(), 'another');
    await receipts.removeAll(share);
    assert.equal(await receipts.storeId(), 'another');
    assert.deepEqual(await everyReceipt(receipts), [], 'it is no receipt');
  });

  check('a receipt reads as it was written', async ({ receipts }) => {
    const full = receiptOf(id(1), {
      copy: { ...copyAt(`2023/12/Reçus & "d'été"/l'été 🙂 \\ % ?.pdf`), size: 2 ** 53 - 1 },
      type: `fiche d’été "x"`,
      version: `2024-02-01T10:11:12.123456Z '"\\ 🙂`,
      row: { date: null, name: `l'été "🙂" \\ % ?.pdf`, source: `uploads/${'é'.repeat(3_000)}` },
      verifiedAt: new Date('2025-01-02T03:04:05.678Z'),
      attempts: 1_000_000,
      nextAttemptAt: new Date('2031-12-31T23:59:59.999Z'),
      lastError: 'COPY_FAILED',
    });
    const written = inOrder([full, failureOf(id(2)), receiptOf(id(3), { role: 'leaving', type: '' })]);
    await receipts.write(written);
    assert.deepEqual(await everyReceipt(receipts), written);
  });

  check('pages walk over every receipt once, in the order of the claims', async ({ receipts: store }) => {
    const written = [...receipts(1, 40), ...Array.from({ length: 10 }, (_, n) => failureOf(id(41 + n)))];
    await store.write(written);
    for (const limit of [1, 7, 50, 1000]) {
      const seen: Receipt[] = [];
      let page = await store.page({ mirrorId: share, limit });
      while (page.length > 0) {
        assert.ok(page.length <= limit && seen.length <= 50);
        seen.push(...page);
        page = await store.page({ mirrorId: share, limit, after: claimOfReceipt(page.at(-1) as Receipt) });
      }
      assert.deepEqual(seen, inOrder(written), `pages of ${limit}`);
    }
  });

  check('each filter lets through what it says, and all of them together', async ({ receipts: store }) => {
    const verified = (n: number, at: string | null) =>
      receiptOf(id(n), { verifiedAt: at === null ? null : new Date(at), copy: copyAt(`2024/02/invoices/${n}.pdf`) });
    const written = {
      plain: receiptOf(id(1)),
      leaving: receiptOf(id(1), { role: 'leaving', copy: copyAt('2023/12/invoices/old.pdf'), attempts: 2 }),
      payslip: receiptOf(id(2), { type: 'payslip', copy: copyAt('undated/salaries/2.pdf') }),
      failed: failureOf(id(3)),
      failedWithCopy: receiptOf(id(4), { attempts: 3, lastError: 'COPY_FAILED' }),
      verifiedLong: verified(5, '2024-05-01T00:00:00.000Z'),
      verifiedLate: verified(6, '2024-05-01T00:00:00.001Z'),
    };
    await store.write(Object.values(written));
    const withCopy = Object.values(written).filter(({ copy }) => copy !== null);
    const expected: [Partial<ReceiptQuery>, Receipt[]][] = [
      [{ role: 'leaving' }, [written.leaving]],
      [{ role: 'current' }, Object.values(written).filter(({ role }) => role === 'current')],
      [{ month: '2024-01' }, [written.plain, written.failedWithCopy]],
      [{ month: '2023-12' }, [written.leaving]],
      [{ month: 'undated' }, [written.payslip]],
      [{ month: '1999-01' }, []],
      [{ type: 'payslip' }, [written.payslip]],
      [{ type: 'Payslip' }, []],
      [{ failing: true }, [written.failed, written.failedWithCopy]],
      [{ withCopy: true }, withCopy],
      [
        { verifiedBefore: new Date('2024-05-01T00:00:00.001Z') },
        withCopy.filter((receipt) => receipt !== written.verifiedLate),
      ],
      [{ documentIds: [id(1)] }, [written.plain, written.leaving]],
      [{ documentIds: [id(1)], role: 'current' }, [written.plain]],
      [
        { documentIds: [id(1), id(4), id(99)], keys: [String(written.failedWithCopy.copy?.key)] },
        [written.failedWithCopy],
      ],
      [{ failing: true, withCopy: true, type: 'invoice', month: '2024-01', role: 'current' }, [written.failedWithCopy]],
    ];
    for (const [query, found] of expected) {
      assert.deepEqual(
        await store.page({ mirrorId: share, limit: 100, ...query }),
        inOrder(found),
        JSON.stringify(query, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
      );
    }
    assert.deepEqual(await store.counts(share), { copies: 5, failing: 2 });
  });

  check('receipts of another share are another matter', async ({ receipts: store }) => {
    const there = receiptOf(id(1), { mirrorId: otherShare });
    await store.write([receiptOf(id(1)), there]);
    assert.deepEqual(await everyReceipt(store, otherShare), [there]);
    assert.deepEqual(await store.page({ mirrorId: share, keys: [String(there.copy?.key)], limit: 9 }), [
      receiptOf(id(1)),
    ]);
    assert.deepEqual(await store.counts('c'), { copies: 0, failing: 0 });
    await store.removeAll(share);
    assert.deepEqual(await everyReceipt(store), []);
    assert.deepEqual(await everyReceipt(store, otherShare), [there]);
  });

  check('keys are compared as a common share would', async ({ receipts: store }) => {
    const receipt = receiptOf(id(1), { copy: copyAt('2024/01/invoices/Reçu Straße.pdf') });
    await store.write([receipt]);
    for (const key of ['2024/01/invoices/REÇU STRASSE.PDF', '2024/01/Invoices/Reçu Straße.pdf'.normalize('NFD')]) {
      assert.deepEqual(await store.page({ mirrorId: share, keys: [key], limit: 9 }), [receipt], key);
    }
    assert.deepEqual(await store.page({ mirrorId: share, keys: ['2024/01/invoices/Recu Strasse.pdf'], limit: 9 }), []);
  });

  check('any number of ids and keys; the limit and the order hold over all of them', async ({ receipts: store }) => {
    const written = receipts(1, 3000);
    await store.write(written);
    const everyOther = written.filter((_, n) => n % 2 === 0);
    const documentIds = [...everyOther.map(({ documentId }) => documentId), id(9001), id(1)];
    const keys = everyOther.map(({ copy }) => String(copy?.key));
    assert.deepEqual(await store.page({ mirrorId: share, documentIds: [], limit: 10 }), []);
    assert.deepEqual(await store.page({ mirrorId: share, keys: [], limit: 10 }), []);
    for (const query of [{ documentIds }, { keys }, { documentIds, keys }]) {
      const found = await store.page({ mirrorId: share, limit: 5000, ...query });
      assert.deepEqual(idsOf(found), idsOf(everyOther));
      const some = await store.page({
        mirrorId: share,
        limit: 20,
        after: claimOfReceipt(found[99] as Receipt),
        ...query,
      });
      assert.deepEqual(some, inOrder(everyOther).slice(100, 120));
    }
  });

  if (idType === 'text') {
    check(
      'ids that differ by a letter’s case, an accent or a space are different documents',
      async ({ receipts: store }) => {
        const ids = [
          'A',
          'a',
          'a ',
          '\u00e1',
          'a\u0301',
          'ß',
          'ss',
          '1',
          '01',
          `o'b"\\%_`,
          '🙂',
          'ＡＢ',
          'AB',
          'x'.repeat(400),
        ];
        const written = ids.map((one, n) => receiptOf(one, { copy: copyAt(`2024/01/invoices/${n}.pdf`) }));
        await store.write(written);
        await store.note(ids.map((one) => failureOf(`${one}+`)));
        assert.deepEqual(idsOf(await everyReceipt(store)), sorted([...ids, ...ids.map((one) => `${one}+`)]));
        for (const receipt of written) {
          const { documentId } = receipt;
          assert.deepEqual(await store.page({ mirrorId: share, documentIds: [documentId], limit: 9 }), [receipt]);
          assert.equal((await store.page({ mirrorId: share, documentIds: [`${documentId}+`], limit: 9 })).length, 1);
        }
      },
    );
  }
}
