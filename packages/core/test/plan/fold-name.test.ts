import { describe, expect, test } from 'vitest';
import { foldName } from '../../src/plan/fold-name.js';

describe('foldName', () => {
  test.each([
    ['A.PDF', 'a.pdf'],
    ['\u00c9t\u00e9.pdf', 'e\u0301TE\u0301.pdf'],
    ['Stra\u00dfe', 'STRASSE'],
    ['STRA\u1e9eE', 'strasse'],
    ['\u039f\u0394\u039f\u03a3', '\u03bf\u03b4\u03bf\u03c2'],
    ['\u212a', 'k'],
    ['\u0130', 'i\u0307'],
    ['\ufb01n', 'FIN'],
    ['a\u200db', 'ab'],
    ['\ud55c', '\u1112\u1161\u11ab'],
    ['e\u0301\u034f\u0316', 'e\u0316\u0301'],
    ['\u0345\ufeff\u0301', '\u03b9\u0301'],
    ['\u1f80\u1dc0', '\u1f08\u0399\u1dc0'],
    ['\u0345\u200d\u0301', '\u0345\u0301'],
    ['\u0345\u200d\u0301', '\u0399\u200d\u0301'],
    ['\u0391\u03a3\u115fB', '\u03b1\u03c3b'],
    ['2024/01/Invoices/A.pdf', '2024/01/invoices/a.PDF'],
  ])('%s and %s meet', (one, other) => {
    expect(foldName(one)).toBe(foldName(other));
    expect(foldName(foldName(one))).toBe(foldName(one));
  });

  test.each([
    ['a.pdf', 'b.pdf'],
    ['e.pdf', '\u00e9.pdf'],
    ['a b', 'ab'],
    ['a-1', 'a_1'],
  ])('%s and %s do not', (one, other) => {
    expect(foldName(one)).not.toBe(foldName(other));
  });

  test('every code point folds to something that stays, with its cases and forms', { timeout: 120_000 }, () => {
    const wrong: string[] = [];
    for (let code = 0; code <= 0x10ffff; code += 1) {
      const text = String.fromCodePoint(code);
      const folded = foldName(text);
      const forms = [folded, text.toUpperCase(), text.toLowerCase(), text.normalize('NFD'), text.normalize('NFC')];
      const others = [...new Set(forms)].filter((form) => form !== text);
      if (others.some((other) => foldName(other) !== folded)) wrong.push(code.toString(16));
    }
    expect(wrong).toEqual([]);
  });
});
