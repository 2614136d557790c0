import fc from 'fast-check';

const nasty = [
  '../',
  '..',
  '.',
  '/',
  '\\',
  '/etc/passwd',
  'C:\\',
  '\0',
  '\n',
  '\u007f',
  '\u0085',
  '<',
  '>',
  ':',
  '"',
  '|',
  '?',
  '*',
  ' ',
  '   ',
  'CON',
  'nul',
  'COM1',
  'lpt9',
  'com¹',
  'CLOCK$',
  'conin$',
  '.docmirror',
  '.DOCMIRROR-',
  '._',
  '.DS_Store',
  '@eaDir',
  '#recycle',
  'Thumbs.db',
  'DESKTOP.INI',
  '.docmirror-lx2k3j4h-2s-1.part',
  '-1',
  '-2',
  '-42',
  '-h0123456789',
  '-1-0123abcd',
  '~1',
  'NDH6SA~M',
  'é',
  'e\u0301',
  'É',
  'E\u0301',
  'Å',
  '\u212b',
  'ﬁ',
  'ß',
  'ẞ',
  'SS',
  'ς',
  'Σ',
  'İ',
  'ı',
  '한',
  '\u1112\u1161\u11ab',
  '\u0301',
  '\u0345',
  '\u034f',
  '👍🏽',
  '👩‍👩‍👧',
  '❤️',
  '🇫🇷',
  '\u200d',
  '\u200e',
  '\u202e',
  '\ufeff',
  '\uf022',
  '\ufffe',
  '\ud800',
  '\udc00',
  '．',
  '／',
  '－',
  'ＣＯＮ',
  '.pdf',
  '.PDF',
  '.tar.gz',
  '.p',
  '.extension-of-16c',
  '.extension-of-17ch',
  'facture',
  'Facture',
  'a',
  'A',
  'b',
];

const piece = fc.constantFrom(...nasty);
const pieces = fc.array(piece, { maxLength: 6 }).map((parts) => parts.join(''));
const anyUnits = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 12 })
  .map((units) => String.fromCharCode(...units));
const anyText = fc.string({ unit: 'binary', maxLength: 20 });
const long = fc
  .tuple(
    fc.constantFrom('a', 'é', 'e\u0301', '語', '👍🏽', '👩‍👩‍👧', '-1', '.', '\u200d', '\u0301', ' '),
    fc.integer({ min: 20, max: 310 }),
    pieces,
  )
  .map(([unit, count, tail]) => unit.repeat(count) + tail);
const plain = fc
  .tuple(
    fc.constantFrom('facture', 'Reçu', 'invoice 2024'),
    fc.integer({ min: 0, max: 20 }),
    fc.constantFrom('', '.pdf', '.PDF', '.jpeg'),
  )
  .map(([stem, number, extension]) => `${stem}${number}${extension}`);

/** Names as nobody would wish them, the ordinary ones among them. */
export const anyName: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: pieces, weight: 5 },
  { arbitrary: long, weight: 1 },
  { arbitrary: anyUnits, weight: 1 },
  { arbitrary: anyText, weight: 1 },
  { arbitrary: plain, weight: 1 },
  { arbitrary: fc.tuple(pieces, anyText, pieces).map((parts) => parts.join('')), weight: 1 },
);

/** Few names, so that many of one folder meet, also by case and Unicode form. */
export const closeName: fc.Arbitrary<string> = fc
  .array(fc.constantFrom('a', 'A', 'é', 'e\u0301', 'É', 'ß', 'SS', 'ﬁ', 'FI', '-1', '-2', '.', '?', ':', '\u200d'), {
    minLength: 1,
    maxLength: 3,
  })
  .chain((parts) => fc.constantFrom('', '.pdf', '.PDF').map((extension) => parts.join('') + extension));

export const anyId: fc.Arbitrary<string | number> = fc.oneof(
  fc.integer({ min: 0, max: 30 }),
  fc.integer(),
  fc.uuid(),
  fc.constantFrom('a', 'A', 'h0123456789', '../1', '18446744073709551615', '1'.repeat(30)),
);
