import { expect, test } from 'vitest';
import { idTag } from '../../src/plan/id-tag.js';

test.each([
  [42, '42'],
  ['42', '42'],
  ['042', '042'],
  [18446744073709551615n, '18446744073709551615'],
  // printf abc | sha256sum
  ['abc', 'hba7816bf8f'],
])('the tag of %s is %s', (id, tag) => {
  expect(idTag(id)).toBe(tag);
});

test.each([[-5], [1.5], ['1'.repeat(21)], ['../1'], ['٣'], [''], ['A'], ['a'], ['42\n']])('%j is hashed', (id) => {
  expect(idTag(id)).toMatch(/^h[0-9a-f]{10}$/);
});

test('case counts', () => {
  expect(idTag('a')).not.toBe(idTag('A'));
});
