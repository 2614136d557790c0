import { seed } from '@docmirror/tests-shared/thoroughness';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { partialBirthMs, partialName, probeBirthMs, probeName } from '../../src/plan/partial-name.js';

const whole = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const parts = fc.record({ birthMs: whole, pid: whole, sequence: whole });

describe('partialName', () => {
  test('is short and carries its birth', () => {
    const name = partialName({ birthMs: 1_705_312_800_000, pid: 4711, sequence: 35 });
    expect(name).toBe('.docmirror-lrer7ls0-3mv-z.part');
    expect(partialBirthMs(name)).toBe(1_705_312_800_000);
  });

  test('any birth reads back, and no probe is taken for a partial', () => {
    fc.assert(
      fc.property(parts, (given) => {
        expect(partialBirthMs(partialName(given))).toBe(given.birthMs);
        expect(probeBirthMs(probeName(given))).toBe(given.birthMs);
        expect(partialBirthMs(probeName(given))).toBeUndefined();
        expect(probeBirthMs(partialName(given))).toBeUndefined();
        expect(Buffer.byteLength(partialName(given))).toBeLessThanOrEqual(60);
        expect(probeName(given).startsWith('.docmirror-probe-')).toBe(true);
      }),
      { seed },
    );
  });

  test.each([
    '',
    'a.part',
    '.docmirror',
    '.docmirror.part',
    '.docmirror-a-b.part',
    '.docmirror-a-b-c',
    '.docmirror-a-b-c.pdf',
    '.docmirror-a-b-c-d.part',
    '.docmirror-0a-b-c.part',
    '.docmirror-a-00-c.part',
    '.docmirror-A-b-c.part',
    '.docmirror--b-c.part',
    '.docmirror-a-b-c.part ',
    '.docmirror-a-b-c.part\n',
    'x.docmirror-a-b-c.part',
    '_.docmirror-a-b-c.part',
    '.docmirror-zzzzzzzzzzzz-b-c.part',
    '.DOCMIRROR-a-b-c.part',
  ])('%j is not ours', (name) => {
    expect(partialBirthMs(name)).toBeUndefined();
  });
});
