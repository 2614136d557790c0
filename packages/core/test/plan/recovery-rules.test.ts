import { seed } from '@docmirror/tests-shared/thoroughness';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { batchesOf } from '../../src/plan/batches.js';
import { readDocumentLine } from '../../src/plan/document-line.js';
import { createLayout } from '../../src/plan/layout.js';
import { mayHaveKey } from '../../src/plan/may-have-key.js';
import { documentLine } from '../../src/plan/month-lines.js';
import { restMs } from '../../src/plan/rest.js';
import { placeOfSource } from '../../src/plan/source-place.js';

describe('batches', () => {
  test('keep the order, and their bounds', () => {
    const sizes = fc.array(fc.nat(20), { maxLength: 30 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 5 }), fc.nat(30), (given, maxEntries, maxBytes) => {
        const entries = given.map((size, n) => ({ copy: { key: String(n), size, checksum: '' } }));
        const batches = batchesOf(entries, maxEntries, maxBytes);
        expect(batches.flat()).toEqual(entries);
        for (const batch of batches) {
          expect(batch.length).toBeGreaterThan(0);
          expect(batch.length).toBeLessThanOrEqual(maxEntries);
          const bytes = batch.reduce((sum, { copy }) => sum + copy.size, 0);
          if (batch.length > 1) expect(bytes).toBeLessThanOrEqual(maxBytes);
        }
      }),
      { seed },
    );
    const four = [3, 3, 3, 9].map((size) => ({ copy: { key: '', size, checksum: '' } }));
    expect(batchesOf(four, 10, 6).map((batch) => batch.length)).toEqual([2, 1, 1]);
    expect(batchesOf(four, 3, 100).map((batch) => batch.length)).toEqual([3, 1]);
  });
});

test.each([
  [0, 0, 100, 0],
  [50, 0, 100, 500],
  [50, 200, 100, 300],
  [50, 900, 100, 0],
])('%i bytes in %i ms at %i a second: %i ms of rest', (bytes, took, rate, rest) => {
  expect(restMs(bytes, took, rate)).toBe(rest);
});

describe('a line of a list of documents', () => {
  const copy = { key: '2024/01/invoices/été.pdf', size: 7, checksum: 'a1'.repeat(32) };
  const store = 'invoices';
  const receipt = {
    documentId: 9007199254740993n,
    type: 'invoice',
    version: '7',
    row: { date: '2024-01-31', name: null, source: 'u/1' },
    copy,
    syncedAt: new Date('2024-01-31T10:00:00.5Z'),
  };

  test('is read as it was written', () => {
    const { syncedAt, type, version, row } = receipt;
    expect(readDocumentLine(documentLine(receipt, store))).toEqual({
      document: '9007199254740993',
      store,
      type,
      copy,
      version,
      row,
      syncedAt,
    });
    expect(readDocumentLine(documentLine({ ...receipt, syncedAt: null }, store))?.syncedAt).toBeNull();
  });

  test.each([
    '',
    'null',
    '[]',
    '{',
    documentLine({ ...receipt, copy: { ...copy, key: '../../etc/passwd' } }, store),
    documentLine({ ...receipt, copy: { ...copy, key: '/etc/passwd' } }, store),
    documentLine({ ...receipt, copy: { ...copy, key: '.docmirror/mirror.json' } }, store),
    documentLine({ ...receipt, copy: { ...copy, key: 'a\\b' } }, store),
    documentLine({ ...receipt, copy: { ...copy, size: -1 } }, store),
    documentLine({ ...receipt, copy: { ...copy, checksum: 'A1'.repeat(32) } }, store),
    documentLine(receipt, '../other'),
    documentLine(receipt, store).slice(0, -20),
  ])('%j is none', (line) => expect(readDocumentLine(line)).toBeUndefined());
});

describe('the place of a source', () => {
  const roots = ['/app/uploads', '/old/uploads'];

  test.each([
    ['2024/a.pdf', '/app/uploads', '2024/a.pdf'],
    ['/app/uploads/2024/a.pdf', '/app/uploads', '2024/a.pdf'],
    ['/old/uploads/a.pdf', '/old/uploads', 'a.pdf'],
    ['./x/../a.pdf', '/app/uploads', 'a.pdf'],
    ['..a/b.pdf', '/app/uploads', '..a/b.pdf'],
  ])('%s is below %s', (source, root, path) => expect(placeOfSource(source, roots)).toEqual({ root, path }));

  test.each(['../a.pdf', '/app/uploads', '/app/uploads2/a.pdf', '/etc/passwd', 'a\0b', 'x/../../a.pdf', '.', ''])(
    '%j is in none of them',
    (source) => expect(placeOfSource(source, roots)).toBeUndefined(),
  );

  test('a way out of the first may lead into the second', () => {
    expect(placeOfSource('../../old/uploads/a.pdf', roots)).toEqual({ root: '/old/uploads', path: 'a.pdf' });
  });
});

describe('the key of a document', () => {
  const layout = createLayout({ locale: 'en' });
  const document = { id: 7, type: 'Invoice', date: '2024-01-31', source: 'a.pdf' };
  const may = (key: string) => mayHaveKey(document, layout, { key, size: 1, checksum: 'c0ffee00'.padEnd(64, '0') });

  // The last two: where another store was in the way.
  test.each(['a.pdf', 'A.PDF', 'a-7.pdf', 'a-7-c0ffee00.pdf', 'a-7-5709e7a9.pdf', 'a-7-5709e7a9-c0ffee00.pdf'])(
    'may be %s',
    (name) => expect(may(`2024/01/invoices/${name}`)).toBe(true),
  );
  test.each([
    '2024/02/invoices/a.pdf',
    '2024/01/receipts/a.pdf',
    '2024/01/invoices/b.pdf',
    '2024/01/invoices/a-8.pdf',
    '2024/01/invoices/a-7-deadbee.pdf',
    '2024/01/invoices/a-7-5709e7a9-deadbeef.pdf',
    '2024/01/invoices/a-8-5709e7a9.pdf',
    '2024/01/invoices/a-5709e7a9.pdf',
    'a.pdf',
  ])('may not be %s', (key) => expect(may(key)).toBe(false));
});
