import { seed } from '@docmirror/tests-shared/thoroughness';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  aroundTheCircle,
  type CopiesPosition,
  countOnArc,
  cursorOf,
  readCursor,
  startOfVerify,
  type VerifyPosition,
} from '../../src/plan/verify-position.js';

const claim = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 });

/** All claims that a walk from here meets, as a verification walks, in pages of two. */
function walk(claims: readonly string[], from: CopiesPosition): string[] {
  const sorted = [...claims].sort();
  const met: string[] = [];
  for (let position: CopiesPosition | undefined = from; position !== undefined; ) {
    const { after }: CopiesPosition = position;
    const page = sorted.filter((one) => one > after).slice(0, 2);
    const here = page.slice(0, countOnArc(position, page));
    met.push(...here);
    const last = here.at(-1);
    position = last === undefined ? aroundTheCircle(position) : { ...position, after: last };
  }
  return met;
}

describe('a sample', () => {
  test('of a part is an arc of that part, wherever it begins; arcs one behind the other leave nobody out', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(claim, { maxLength: 30 }),
        fc.integer({ min: 1, max: 20 }),
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        (claims, parts, begin) => {
          const met = Array.from({ length: parts }, (_, n) =>
            walk(claims, startOfVerify(1 / parts, (begin + n / parts) % 1)),
          ).flat();
          // Where arcs meet, rounding may let two of them have a claim, or leave out one in 2^50.
          expect(new Set(met)).toEqual(new Set(claims));
        },
      ),
      { seed },
    );
  });

  test('of everything is everything, once each, in order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(claim, { maxLength: 30 }), fc.constantFrom(undefined, 1), (claims, sample) => {
        expect(walk(claims, startOfVerify(sample, 0.7))).toEqual([...claims].sort());
      }),
      { seed },
    );
  });

  test('however small is of some length, and of no more than it says', () => {
    expect(startOfVerify(Number.MIN_VALUE, 0.5)).toEqual({
      phase: 'copies',
      after: '8000000000000000',
      end: '8000000000000001',
    });
    expect(startOfVerify(0.25, 0.875)).toEqual({ phase: 'copies', after: 'e000000000000000', end: '2000000000000000' });
  });
});

describe('a cursor', () => {
  test('is read as it was written', () => {
    const positions: VerifyPosition[] = [
      startOfVerify(undefined, 0),
      startOfVerify(0.1, 0.95),
      { phase: 'copies', after: 'ab'.repeat(32), end: undefined },
      { phase: 'copies', after: 'ab'.repeat(32), end: '0123456789abcdef' },
      { phase: 'files', after: undefined },
      { phase: 'files', after: '2024/01/été: “a”\nb.pdf' },
    ];
    for (const position of positions) expect(readCursor(cursorOf(position))).toEqual(position);
  });

  test.each([
    '',
    'copies',
    'copies:xyz:',
    'copies::1',
    `copies:${'a'.repeat(65)}:`,
    'file:a',
    'files:a\0b',
    'files:'.padEnd(5_000, 'a'),
  ])('%j is none', (text) => expect(readCursor(text)).toBeUndefined());
});
