import { seed } from '@docmirror/tests-shared/thoroughness';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actionOf, planCopy } from '../../src/plan/copy-plan.js';
import { isBeyondBound } from '../../src/plan/deletion-bound.js';
import { createLayout } from '../../src/plan/layout.js';
import { checksumLine, documentLine } from '../../src/plan/month-lines.js';
import { nextAttemptAt } from '../../src/plan/next-attempt.js';
import { isRetained } from '../../src/plan/retention.js';

const now = new Date('2026-01-15T12:00:00.000Z');
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

describe('the next attempt', () => {
  test.each([
    [1, undefined],
    [2, 1],
    [3, 2],
    [4, 4],
    [12, 1_024],
    [13, 1_440],
    [1_000_000, 1_440],
  ])('after %i failures is in so many minutes: %s', (failures, minutes) => {
    const next = nextAttemptAt(failures, now);
    expect(next === null ? undefined : (next.getTime() - now.getTime()) / minuteMs).toBe(minutes);
  });

  test('never comes sooner than after fewer failures, and at the latest in a day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), (failures) => {
        const [one, more] = [nextAttemptAt(failures, now), nextAttemptAt(failures + 1, now)];
        const wait = (date: Date | null) => (date === null ? 0 : date.getTime() - now.getTime());
        expect(wait(more)).toBeGreaterThanOrEqual(wait(one));
        expect(wait(more)).toBeLessThanOrEqual(dayMs);
      }),
      { seed },
    );
  });
});

describe('retention', () => {
  const days = { invoice: 10, other: 3, default: 1 };
  const ago = (n: number) => new Date(now.getTime() - n * dayMs);

  test.each([
    ['invoice', 9.99, true],
    ['invoice', 10, false],
    ['', 2.9, true],
    ['', 3, false],
    ['memo', 0.9, true],
    ['memo', 1, false],
    ['constructor', 1, false],
  ])('of %o after %d days: %s', (type, age, retained) => {
    expect(isRetained(type, ago(age), days, now)).toBe(retained);
  });

  test('without days for a type and without a default, nothing is retained', () => {
    expect(isRetained('memo', now, { invoice: 10 }, now)).toBe(false);
  });

  test('a copy of which nobody knows how old it is stays', () => {
    expect(isRetained('invoice', null, days, now)).toBe(true);
    expect(isRetained('memo', null, {}, now)).toBe(false);
  });
});

describe('the bound on deletions', () => {
  test.each([
    [0, 0, 0.1, false],
    [1, 1, 0.1, false],
    [2, 3, 0.1, true],
    [3, 30, 0.1, false],
    [4, 30, 0.1, true],
    [30, 30, 1, false],
    [1, 1_000, 0, true],
    [0, 1_000, 0, false],
  ])('%i gone of %i with %d: %s', (gone, copies, maxShare, beyond) => {
    expect(isBeyondBound(gone, copies, maxShare)).toBe(beyond);
  });
});

describe('what was done about a document', () => {
  const receipt = { size: 1, checksum: 'c', notPreserved: [] };
  const previous = { key: 'a', size: 1, checksum: 'b' };

  test.each([
    [undefined, 'copied', 'a', 'copy'],
    [undefined, 'unchanged', 'a', 'mark'],
    [previous, 'replaced', 'a', 'replace'],
    [previous, 'copied', 'a', 'copy'],
    [previous, 'unchanged', 'a', 'mark'],
    [previous, 'copied', 'b', 'move'],
    [previous, 'unchanged', 'b', 'move'],
  ] as const)('with the copy %o before and %s at %s is: %s', (before, outcome, key, action) => {
    expect(actionOf(before, { ...receipt, outcome, key })).toBe(action);
  });

  test('the keys it may get are the first candidates', () => {
    const document = { id: 7, type: 'invoice', date: '2024-01-31', source: 'x/a.pdf' };
    expect(planCopy(document, createLayout({ locale: 'en' })).keys).toEqual([
      '2024/01/invoices/a.pdf',
      '2024/01/invoices/a-7.pdf',
    ]);
  });
});

test('lines of the lists: a checksum as sha256sum reads it, and whose the copy is, also with an id beyond 2^53', () => {
  const copy = { key: '2024/01/invoices/é.pdf', size: 3, checksum: 'f'.repeat(64) };
  const receipt = { documentId: 2n ** 62n, type: 'invoice', version: null, row: null, syncedAt: null, copy };
  expect(checksumLine(receipt)).toBe(`${'f'.repeat(64)}  2024/01/invoices/é.pdf\n`);
  expect(JSON.parse(documentLine(receipt, 'invoices'))).toEqual({
    store: 'invoices',
    document: '4611686018427387904',
    ...{ type: 'invoice', key: copy.key, size: 3, sha256: copy.checksum, version: null, synced_at: null },
    ...{ date: null, name: null, source: null },
  });
});
