import { describe, expect, test } from 'vitest';
import { candidateNames, checksumName } from '../../src/plan/candidates.js';
import { foldName } from '../../src/plan/fold-name.js';

const sum = '0123abcd'.repeat(8);

describe('candidates', () => {
  test('name, name-<id>, name-<id>-<8 of the checksum>', () => {
    expect(candidateNames('abc.pdf', '42')).toEqual(['abc.pdf', 'abc-42.pdf']);
    expect(checksumName('abc.pdf', '42', sum)).toBe('abc-42-0123abcd.pdf');
    expect(candidateNames('abc', 'h0123456789')).toEqual(['abc', 'abc-h0123456789']);
    expect(candidateNames('.env', '1')).toEqual(['.env', '.env-1']);
  });

  test.each([
    ['ends like the suffix', `${'a'.repeat(234)}-1.pdf`],
    ['ends like the suffix again and again', `${'-1'.repeat(118)}.pdf`],
    ['differs by case only', `${'A'.repeat(236)}.pdf`],
    ['ends like the checksum', `${'a'.repeat(225)}-1-0123abcd.pdf`],
    ['is invisible but for the suffix', `${'\u200d'.repeat(78)}-1.pdf`],
    ['is invisible but for both', `${'\u200d'.repeat(75)}-1-0123abcd.pdf`],
  ])('three names also where the name is as long as allowed and %s', (_, name) => {
    for (const tag of ['1', '0123abcd', '18446744073709551615']) {
      const names = [...candidateNames(name, tag), checksumName(name, tag, sum)];
      expect(new Set(names.map(foldName)).size).toBe(3);
      for (const one of names) expect(Buffer.byteLength(one)).toBeLessThanOrEqual(240);
      expect(names[2]).toContain(`-${tag}-0123abcd.pdf`);
    }
  });
});
