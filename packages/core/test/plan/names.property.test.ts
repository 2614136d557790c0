import { runs, seed } from '@docmirror/tests-shared/thoroughness';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { candidateNames, checksumName } from '../../src/plan/candidates.js';
import { foldName } from '../../src/plan/fold-name.js';
import { idTag } from '../../src/plan/id-tag.js';
import { partialBirthMs } from '../../src/plan/partial-name.js';
import { safeName } from '../../src/plan/safe-name.js';
import { anyId, anyName, closeName } from './name-arbitrary.js';

let generated = 0;

// Written anew rather than imported, so that a mistake in the code does not vouch for itself.
const forbidden = /[<>:"/\\|?*\p{Cc}\p{Cs}\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\uf000-\uf0ff]/u;
const device = /^(con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(\.|$)/i;
const reserved = /^(\.docmirror|\._|\.ds_store$|@eadir$|#recycle$|thumbs\.db$|desktop\.ini$)/i;

function problemsOf(name: string): string[] {
  const problems = {
    empty: name === '',
    dots: name === '.' || name === '..',
    forbidden: forbidden.test(name),
    outer: /^ |[. ]$/.test(name),
    device: device.test(name),
    reserved: reserved.test(name),
    long: Buffer.byteLength(name) > 240,
    'not UTF-8': Buffer.from(name, 'utf8').toString('utf8') !== name,
    'not NFC': name.normalize('NFC') !== name,
    partial: partialBirthMs(name) !== undefined,
    'not stable': safeName(name, '7') !== name,
  };
  return Object.entries(problems).flatMap(([problem, found]) => (found ? [problem] : []));
}

/** How shares tell names apart: to the letter, NTFS and Samba (upper case by unit), APFS and HFS+ (NFD without case). */
const shares: Record<string, (name: string) => string> = {
  exact: (name) => name,
  ntfs: (name) => [...name].map((c) => (c.toUpperCase().length === c.length ? c.toUpperCase() : c)).join(''),
  apple: (name) => name.normalize('NFD').toLowerCase().toUpperCase().normalize('NFD'),
  appleIgnoring: (name) =>
    name
      .replace(/[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g, '')
      .normalize('NFD')
      .toUpperCase(),
};

interface Named {
  readonly id: string | number;
  readonly name: string;
  readonly checksum: string;
}

/** The first candidate of each document that is free in the folder. */
function allocate(documents: readonly Named[]): string[] {
  const taken = new Set<string>();
  return documents.map(({ id, name, checksum }) => {
    const tag = idTag(id);
    const fileName = safeName(name, tag);
    const candidates = [...candidateNames(fileName, tag), checksumName(fileName, tag, checksum)];
    const free = candidates.find((candidate) => !taken.has(foldName(candidate)));
    if (free === undefined) throw new Error(`no name is free for ${JSON.stringify(name)} of ${id}`);
    taken.add(foldName(free));
    return free;
  });
}

const checksum = fc
  .array(fc.constantFrom(...'0123456789abcdef'), { minLength: 64, maxLength: 64 })
  .map((digits) => digits.join(''));
const folder = fc.uniqueArray(fc.record({ id: anyId, name: fc.oneof(anyName, closeName), checksum }), {
  selector: ({ id }) => idTag(id),
  minLength: 2,
  maxLength: 24,
});

// Seconds of pure computation; a busy machine may take much longer.
describe('generated names', { timeout: 120_000 }, () => {
  test('a safe name can be stored everywhere, and keeps its extension', () => {
    fc.assert(
      fc.property(anyName, anyId, (name, id) => {
        generated += 1;
        const safe = safeName(name, idTag(id));
        expect(problemsOf(safe)).toEqual([]);
        const extension = /.(\.[A-Za-z0-9]{1,16})$/s.exec(name)?.[1];
        if (extension !== undefined) expect(safe.endsWith(extension)).toBe(true);
        if (problemsOf(name.normalize('NFC')).length > 0) expect(safe).toMatch(new RegExp(`-${idTag(id)}(\\.[^.]+)?$`));
      }),
      { seed, numRuns: runs(70_000) },
    );
  });

  test('the candidates are safe, and three names to every share', () => {
    fc.assert(
      fc.property(anyName, anyId, checksum, (name, id, sum) => {
        generated += 1;
        const tag = idTag(id);
        const fileName = safeName(name, tag);
        const names = [...candidateNames(fileName, tag), checksumName(fileName, tag, sum)];
        expect(names.flatMap(problemsOf)).toEqual([]);
        expect(names[0]).toBe(fileName);
        expect(new Set(names.map(foldName)).size).toBe(3);
      }),
      { seed, numRuns: runs(12_000) },
    );
  });

  test('documents of one folder never meet, on any share', () => {
    fc.assert(
      fc.property(folder, (documents) => {
        generated += documents.length;
        const names = allocate(documents);
        expect(names.flatMap(problemsOf)).toEqual([]);
        for (const told of Object.values(shares)) expect(new Set(names.map(told)).size).toBe(documents.length);
      }),
      { seed, numRuns: runs(2_500) },
    );
  });

  test('two altered names of different documents differ from the first candidate on', () => {
    let met = 0;
    const short = fc.array(fc.constantFrom('a', '.', '-1', '-2', '?', ' ', 'a'.repeat(230)), { maxLength: 5 });
    const name = fc.oneof(
      anyName,
      short.map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(
        name,
        name,
        fc.boolean(),
        fc.uniqueArray(anyId, { selector: idTag, minLength: 2, maxLength: 2 }),
        (one, two, same, ids) => {
          const [first = '', second = ''] = ids.map(idTag);
          const other = same ? one : two;
          generated += 2;
          const [safeOne, safeOther] = [safeName(one, first), safeName(other, second)];
          if (safeOne === one.normalize('NFC') || safeOther === other.normalize('NFC')) return;
          met += 1;
          expect(safeOne).not.toBe(safeOther);
        },
      ),
      { seed, numRuns: runs(10_000) },
    );
    expect(met).toBeGreaterThan(runs(10_000) * 0.3);
  });

  test('folding twice changes nothing, and what shares take for the same folds to the same', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        generated += 1;
        const folded = foldName(name);
        expect(foldName(folded)).toBe(folded);
        for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD']) expect(foldName(name.normalize(form))).toBe(folded);
        expect(foldName(name.normalize('NFC').toUpperCase())).toBe(folded);
        expect(foldName(name.normalize('NFC').toLowerCase())).toBe(folded);
        for (const told of Object.values(shares)) expect(foldName(told(name))).toBe(folded);
      }),
      { seed, numRuns: runs(10_000) },
    );
  });

  test('there were at least 100,000, or their share', () => {
    expect(generated).toBeGreaterThanOrEqual(runs(100_000));
  });

  afterAll(() => console.info(`names generated: ${generated}`));
});
