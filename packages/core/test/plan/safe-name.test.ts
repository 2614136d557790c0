import { describe, expect, test } from 'vitest';
import { safeName } from '../../src/plan/safe-name.js';

const bytes = (text: string) => Buffer.byteLength(text);

describe('safeName', () => {
  test.each([
    'abc.pdf',
    'Facture n°12 (août) – été.pdf',
    '請求書.pdf',
    'LONGFI~1.PDF',
    '.env',
    'a.tar.gz',
    'no extension',
    '👩‍👩‍👧 ❤️.jpg',
    'می‌خواهم.pdf',
    'CONTRACT.pdf',
    'com10.txt',
    'nul-1.pdf',
    "l'été & co; #1 @home $5 100%.pdf",
    `${'a'.repeat(236)}.pdf`,
  ])('%s stays', (name) => {
    expect(safeName(name, '42')).toBe(name);
  });

  test('a name only brought to NFC gets no suffix', () => {
    expect(safeName('Rec\u0327u.pdf', '42')).toBe('Re\u00e7u.pdf');
  });

  test.each([
    ['a/b.pdf', 'a_b-42.pdf'],
    ['../../etc/passwd', '.._.-42._etc_passwd'],
    ['C:\\temp\\a.pdf', 'C__temp_a-42.pdf'],
    ['<>:"|?*.pdf', '_______-42.pdf'],
    ['a\0b\n\u007f\u0085.pdf', 'a_b___-42.pdf'],
    ['a\ud800b\udc00.pdf', 'a_b_-42.pdf'],
    ['a\ufffe\u{1ffff}.pdf', 'a__-42.pdf'],
    ['invoice\u202efdp.exe', 'invoice_fdp-42.exe'],
    ['a\u200e\u200f\ufeff\u200b\u2028\u00ad.pdf', 'a______-42.pdf'],
    ['a\uf022\uf0ff.pdf', 'a__-42.pdf'],
    ['a.pdf...', 'a-42.pdf'],
    ['a.pdf . ', 'a-42.pdf'],
    ['  a.pdf', '_a-42.pdf'],
    [' .pdf', '_-42.pdf'],
    ['', 'document-42'],
    ['...', 'document-42'],
    ['. .', 'document-42'],
    ['CON', '_CON-42'],
    ['nul.pdf', '_nul-42.pdf'],
    ['NUL.tar.gz', '_NUL.tar-42.gz'],
    ['aux .txt', '_aux -42.txt'],
    ['Com1.txt', '_Com1-42.txt'],
    ['lpt\u00b9', '_lpt\u00b9-42'],
    ['COM0.a', '_COM0-42.a'],
    ['CLOCK$', '_CLOCK$-42'],
    ['conin$.x', '_conin$-42.x'],
    ['CONOUT$', '_CONOUT$-42'],
    ['PRN. .pdf', '_PRN. -42.pdf'],
    ['.docmirror', '_-42.docmirror'],
    ['.DocMirror-x.part', '_.DocMirror-x-42.part'],
    ['._abc.pdf', '_._abc-42.pdf'],
    ['.ds_store', '_-42.ds_store'],
    ['@EADIR', '_@EADIR-42'],
    ['#Recycle', '_#Recycle-42'],
    ['thumbs.DB', '_thumbs-42.DB'],
    ['Desktop.ini', '_Desktop-42.ini'],
    ['Dr. No?', 'Dr. No_-42'],
    ['.docmirror\u034f\u0301', '_-42.docmirror\u034f\u0301'],
    ['a?.extension-of-17ch', 'a_.extension-of-17ch-42'],
    [`a?.${'\u{1f642}'.repeat(16)}`, `a_-42.${'\u{1f642}'.repeat(16)}`],
    ['a?.extension-of-16c', 'a_-42.extension-of-16c'],
  ])('%j becomes %j', (name, safe) => {
    expect(safeName(name, '42')).toBe(safe);
    expect(safeName(safe, '7')).toBe(safe);
  });

  test('a long name is cut to 240 bytes at most, its extension kept', () => {
    expect(safeName(`${'a'.repeat(237)}.pdf`, '42')).toBe(`${'a'.repeat(233)}-42.pdf`);
    expect(safeName('a'.repeat(300), '42')).toBe(`${'a'.repeat(237)}-42`);
    expect(safeName(`${'語'.repeat(100)}.pdf`, '1')).toBe(`${'語'.repeat(78)}-1.pdf`);
  });

  test('a cut splits no emoji, nor a letter from its marks, where something fits', () => {
    const family = '👩‍👩‍👧';
    const cut = safeName(`${family.repeat(20)}.pdf`, '12');
    expect(cut).toBe(`${family.repeat(12)}-12.pdf`);
    const manyMarks = safeName(`x${'\u0316'.repeat(200)}.pdf`, '1');
    expect(bytes(manyMarks)).toBeLessThanOrEqual(240);
    expect(manyMarks).toMatch(/^x\u0316{50,}-1\.pdf$/u);
  });

  test('a cut cannot make an extension that swallows the suffix', () => {
    const stem = 'a'.repeat(230);
    const cut = safeName(`${stem}-2.xx${'y'.repeat(40)}`, '1');
    // The same name as another document would have it, whose extension reads like the end of the first.
    const other = safeName(`${stem}?.${cut.slice(cut.length - 6)}`, '2');
    expect(cut).not.toContain('.');
    expect(cut).not.toBe(other);
  });

  test('a very long name takes no long time', () => {
    expect(safeName(`${'. '.repeat(500_000)}x`, '1').length).toBeLessThanOrEqual(240);
  });
});
