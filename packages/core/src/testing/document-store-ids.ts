import type { DocumentId } from '../document.js';
import type { IdType } from '../document-id.js';

const letters = 'aZbYéXcWßVdUñTeS';

/** The nth id of a type, n from 1. The order of the database is not the order of n for uuid and text. */
export function idAt(idType: IdType, n: number): DocumentId {
  const scattered = ((n * 2654435761) >>> 0).toString(16).padStart(8, '0');
  switch (idType) {
    case 'integer':
      return n;
    case 'bigint':
      // Beyond 2^53: as a JavaScript number it would meet its neighbour.
      return 9_007_199_254_740_992n + BigInt(n);
    case 'uuid':
      return `${scattered}-${scattered.slice(4)}-4${scattered.slice(0, 3)}-8${scattered.slice(5)}-${n.toString(16).padStart(12, '0')}`;
    case 'text':
      return `${letters[n % letters.length]}-${scattered}-${n}`;
  }
}

/** Texts that can be no id of this type. */
export const malformedIds: Readonly<Record<IdType, readonly string[]>> = {
  integer: [
    ...[
      '',
      ' 1',
      '1 ',
      '-0',
      '-01',
      '--1',
      '+1',
      '1.5',
      '1e3',
      '0x10',
      '007',
      '1,2',
      'abc',
      'NaN',
      'Infinity',
      '1;',
      '١',
      '1\0',
    ],
    ...['9007199254740992', '-9007199254740992', '99999999999999999999', '9'.repeat(400)],
    '0b9f2c1e-3f0a-4c8e-9f43-0a9a1b2c3d4e',
  ],
  bigint: [
    ...['', ' 1', '1 ', '-0', '-01', '--1', '+1', '1.5', '1e3', '0x10', '007', '1n', 'abc', '1\0'],
    ...['9223372036854775808', '-9223372036854775809', '99999999999999999999', '9'.repeat(400)],
  ],
  uuid: [
    ...['', '1', 'abc', '0b9f2c1e3f0a4c8e9f430a9a1b2c3d4e', '{0b9f2c1e-3f0a-4c8e-9f43-0a9a1b2c3d4e}'],
    ...['urn:uuid:0b9f2c1e-3f0a-4c8e-9f43-0a9a1b2c3d4e', ' 0b9f2c1e-3f0a-4c8e-9f43-0a9a1b2c3d4e'],
    ...['0b9f2c1e-3f0a-4c8e-9f43-0a9a1b2c3d4', '0b9f2c1e-3f0a-4c8e-9f43-0a9a1b2c3d4g', "' or 1=1 --"],
  ],
  text: ['', 'a\0b', 'a\ud800', 'a\ufffd', 'a'.repeat(100_000)],
};

/** Well-formed texts that no row carries: they find nothing, and are no error. */
export const strangeIds: Readonly<Record<IdType, readonly string[]>> = {
  integer: ['0', '-1', '2147483648', '-2147483649', '9007199254740991', '-9007199254740991'],
  bigint: ['0', '-1', '9223372036854775807', '-9223372036854775808'],
  uuid: ['00000000-0000-0000-0000-000000000000', 'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF'],
  text: ['1', "' or 1=1 --", '%', '../x', 'é'.repeat(300), '🙂'],
};
