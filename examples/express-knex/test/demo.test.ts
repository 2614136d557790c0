import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { runDemo } from './run-demo.js';
import { temporaryFolder } from './server-process.js';
import { type ListedFile, listFiles, sha256 } from './share-listing.js';

interface Sample {
  readonly name: string;
  readonly content: Buffer;
}

let samples: readonly Sample[];
beforeAll(async () => {
  const module: { makeSamples(): Sample[] } = await import(new URL('../demo/samples.mjs', import.meta.url).href);
  samples = module.makeSamples();
});

/** What the specification says of the sample documents, written down by hand: number, place, day of last change. */
const englishTree = [
  [1, '2024/01/invoices/abc123.pdf', '2024-01-15'],
  [2, '2024/01/receipts/def456.jpg', '2024-01-17'],
  [3, '2024/01/salaries/ghi789.pdf', '2024-01-31'],
  [4, '2024/02/invoices/Facture électricité février.pdf', '2024-02-03'],
  [5, '2024/02/receipts/Reçu Café de la Gare.png', '2024-02-11'],
  [6, '2024/02/invoices/invoice.pdf', '2024-02-20'],
  [7, '2024/02/invoices/invoice-7.pdf', '2024-02-28'],
  [8, '2024/12/others/Attestation d’assurance.pdf', '2024-12-05'],
  [9, '2024/12/salaries/Bulletin de paie décembre.pdf', '2024-12-31'],
  [10, '2025/03/invoices/Hôtel à Nîmes.pdf', '2025-03-10'],
  [11, '2025/03/receipts/taxi.jpg', '2025-03-11'],
  // 12 has lost its file.
  [13, '2025/07/others/Office lease.pdf', '2025-07-01'],
  [14, 'undated/others/Note sans date.pdf', '2023-11-02'],
  [15, '2026/01/invoices/Œuvres complètes.pdf', '2026-01-08'],
  [16, '2026/01/receipts/parking.png', '2026-01-09'],
] as const;

const frenchFolders: Readonly<Record<string, string>> = {
  invoices: 'factures',
  receipts: 'tickets',
  salaries: 'salaires',
  others: 'autres',
};

function inFrench(key: string): string {
  return key.replace(/invoices|receipts|salaries|others/, (folder) => frenchFolders[folder] ?? folder);
}

function expectTree(found: Map<string, ListedFile>, expected: readonly { key: string; sha256: string; mtime: Date }[]) {
  const ours = ['.docmirror/mirror.json', '.docmirror/stores/documents/without-receipts.txt'];
  expect([...found.keys()].sort()).toEqual([...ours, ...expected.map(({ key }) => key).sort()]);
  for (const { key, sha256, mtime } of expected) {
    const file = found.get(key);
    expect(file?.sha256, key).toBe(sha256);
    expect(Math.abs((file?.mtimeMs ?? 0) - mtime.getTime()), key).toBeLessThan(1);
  }
}

describe('with the sample documents', () => {
  const words = {
    en: {
      place: (key: string) => key,
      first: 'total 16, synced 15, failed 1',
      second: 'total 1, synced 0, failed 1',
      error: 'Document 12: Source file not found',
      warnings: ['Unknown document type “contract”: filed under “others”.', 'filed under “undated”'],
      nothing: 'Nothing was copied: every copy is there already. One document is still pending, see above.',
      left: 'The copies are in ',
    },
    fr: {
      place: inFrench,
      first: 'total 16, synchronisés 15, échecs 1',
      second: 'total 1, synchronisés 0, échecs 1',
      error: 'Document 12: Fichier source introuvable',
      warnings: ['Type de document inconnu « contract »', 'classés dans « undated »'],
      nothing: 'Rien n’a été copié : toutes les copies sont déjà là. Un document reste en attente, voir plus haut.',
      left: 'Les copies sont dans ',
    },
  };

  test.each(['en', 'fr'] as const)('leaves, file by file, what the specification says (%s)', async (language) => {
    const expected = words[language];
    const temporary = await temporaryFolder();
    const { code, stdout: output, stderr } = await runDemo(['--lang', language], temporary);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const stdout = output.replaceAll('\u00a0', ' '); // French puts these before : and within « ».

    const share =
      stdout
        .split('\n')
        .find((line) => line.startsWith(expected.left))
        ?.slice(expected.left.length) ?? '';
    expect(path.dirname(path.dirname(share))).toBe(temporary);
    expectTree(
      await listFiles(share),
      englishTree.map(([id, key, day]) => ({
        key: expected.place(key),
        sha256: sha256(samples[id - 1]?.content ?? ''),
        mtime: new Date(`${day}T09:30:15.250Z`),
      })),
    );
    // The scratch backend is gone, the share is all that is left.
    expect(await readdir(path.dirname(share))).toEqual([path.basename(share)]);

    const lines = stdout.split('\n').map((line) => line.trim());
    for (const text of [expected.first, expected.second, expected.nothing]) expect(lines).toContain(text);
    expect(lines.filter((line) => line === `✗ ${expected.error}`)).toHaveLength(2);
    for (const warning of expected.warnings) expect(stdout).toContain(warning);
    expect(lines.filter((line) => /^[█░]{30} /.test(line)).at(-1)).toMatch(/16 \S+ 16$/);
    expect(stdout).toContain('"total_documents": 16, "synced": 0, "pending": 16');
    expect(stdout).toContain('"total_documents": 16, "synced": 15, "pending": 1');
    for (const [, key] of englishTree) expect(stdout).toMatch(new RegExp(`[├└]── ${path.basename(key)}$`, 'm'));
  });

  test('--clean leaves nothing at all', async () => {
    const temporary = await temporaryFolder();
    expect(await runDemo(['--clean'], temporary)).toMatchObject({ code: 0, stderr: '' });
    expect(await readdir(temporary)).toEqual([]);
  });

  test('Ctrl-C ends it quietly and leaves nothing', async () => {
    const temporary = await temporaryFolder();
    const { code, stdout, stderr } = await runDemo([], temporary, 'A small finance backend');
    expect({ code, stderr }).toEqual({ code: 130, stderr: '' });
    expect(stdout).not.toContain('The copies are in');
    expect(await readdir(temporary)).toEqual([]);
  });

  test('the samples are valid PDF, PNG and JPEG files', () => {
    for (const { name, content } of samples) {
      if (name.endsWith('.pdf')) expectPdf(content);
      else if (name.endsWith('.png')) expect(content.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
      else expect(content.toString('hex')).toMatch(/^ffd8ffe0.*ffd9$/);
    }
  });
});

describe('with the user’s own files', () => {
  test('mirrors them from where they are and does not touch them', async () => {
    const [temporary, from, to] = [await temporaryFolder(), await temporaryFolder(), await temporaryFolder()];
    const noon = (day: string) => new Date(`${day}T12:00:00.123Z`);
    const files = [
      // The two come in the order of their folders' and files' names, so this one is document 1.
      { path: 'Factures/2023/A/Électricité.pdf', key: '2023/05/invoices/Électricité.pdf', mtime: noon('2023-05-20') },
      { path: 'Factures/2023/B/Électricité.pdf', key: '2023/05/invoices/Électricité-2.pdf', mtime: noon('2023-05-21') },
      { path: 'Reçus/taxi.jpg', key: '2024/11/receipts/taxi.jpg', mtime: noon('2024-11-30') },
      { path: 'bulletin de paie.pdf', key: '2024/12/salaries/bulletin de paie.pdf', mtime: noon('2024-12-24') },
      { path: 'empty note.txt', key: '2025/01/others/empty note.txt', mtime: noon('2025-01-02') },
    ];
    for (const file of files) {
      await mkdir(path.dirname(path.join(from, file.path)), { recursive: true });
      await writeFile(path.join(from, file.path), file.path.startsWith('empty') ? '' : file.path);
      await utimes(path.join(from, file.path), file.mtime, file.mtime);
    }
    await writeFile(path.join(from, '.DS_Store'), 'nobody’s');
    const before = await listFiles(from);

    const { code, stdout, stderr } = await runDemo(['--from', from, '--to', to], temporary);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expectTree(
      await listFiles(to),
      files.map(({ path, key, mtime }) => ({ key, sha256: sha256(path.startsWith('empty') ? '' : path), mtime })),
    );
    expect(await listFiles(from)).toEqual(before);
    expect(await readdir(temporary)).toEqual([]);
    expect(stdout).toContain('total 5, synced 5, failed 0');
    expect(stdout).toContain('total 0, synced 0, failed 0');
    expect(stdout).toContain('Nothing was copied: every copy is there already.\n');

    // A new backend on the same share recognises what is there: the tree stays as it is.
    const again = await runDemo(['--from', from, '--to', to], temporary);
    expect(again).toMatchObject({ code: 0, stderr: '' });
    expect((await listFiles(to)).size).toBe(files.length + 2);
  });

  test('says in a sentence what is wrong, and exits with an error', async () => {
    const temporary = await temporaryFolder();
    const [from, to] = [await temporaryFolder(), await temporaryFolder()];
    const file = path.join(to, 'file');
    await writeFile(file, '');
    await mkdir(path.join(from, 'inside'));
    const cases: [string[], string][] = [
      [['--to', path.join(to, 'nothing')], `--to: there is no folder ${to}/nothing`],
      [['--to', file], `--to: ${file} is not a folder`],
      [['--from', path.join(from, 'nothing'), '--to', to], `--from: there is no folder ${from}/nothing`],
      [['--from', from, '--to', path.join(from, 'inside')], '--from and --to must not lie inside one another'],
      [['--from', path.join(from, 'inside'), '--to', from], '--from and --to must not lie inside one another'],
      [['--from', from, '--to', to], `There are no files in ${from}`],
      [['--from', from, '--to', to, '--lang', 'fr'], `Il n’y a aucun fichier dans ${from}`],
      [['--lang', 'de'], 'I do not understand these options (--lang de)'],
      [['--form', from], 'I do not understand these options'],
    ];
    for (const [args, sentence] of cases) {
      const { code, stderr } = await runDemo(args, temporary);
      expect({ args, code }).toEqual({ args, code: 1 });
      expect(stderr).toContain(sentence);
      expect(stderr).not.toContain('    at ');
    }
    expect(await readdir(temporary)).toEqual([]);
    expect(await readdir(to)).toEqual(['file']);
  }, 60_000);

  test('--help explains the options in both languages', async () => {
    const temporary = await temporaryFolder();
    expect(await runDemo(['--help'], temporary)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('your files'),
    });
    expect(await runDemo(['--help', '--lang', 'fr'], temporary)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('vos fichiers'),
    });
  });
});

/** Every offset in the table of a PDF leads to its object, and the table is where the end says. */
function expectPdf(content: Buffer) {
  const text = content.toString('latin1');
  const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]);
  const table = /^xref\n0 (\d+)\n((?:\d{10} \d{5} [nf] \n)+)trailer\n/.exec(text.slice(start));
  const offsets = [...(table?.[2] ?? '').matchAll(/^(\d{10}) 00000 n $/gm)].map(([, offset]) => Number(offset));
  expect(offsets).toHaveLength(Number(table?.[1]) - 1);
  for (const [index, offset] of offsets.entries())
    expect(text.slice(offset)).toMatch(new RegExp(`^${index + 1} 0 obj\n`));
  expect(text.startsWith('%PDF-1.')).toBe(true);
}
