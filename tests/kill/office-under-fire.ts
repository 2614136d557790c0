import { dirname, join } from 'node:path';
import fs from 'fs-extra';
import type { Knex } from 'knex';
import { openDatabase } from '../support/database.mjs';
import { copiesBelow, type FileSeen, filesBelow, isTemporary, sha256 } from '../support/tree.js';
import type { Random } from './random.js';

interface Version {
  readonly id: number;
  readonly version: number;
}

const names = ['invoice.pdf', 'Invoice.PDF', 'scan.pdf', 'report', 'e\u0301te\u0301.pdf', 'NUL.pdf', 'a'.repeat(250)];
const dates = ['2024-01-31', '2024-02-29', '2023-12-31', null];
const foreignFiles = [
  '2024/01/invoices/invoice.pdf',
  '2024/02/invoices/scan-3.pdf',
  'holiday.jpg',
  '2024/01/notes.txt',
];

export interface OfficeOptions {
  /** As for `openDatabase`. Default: a file of SQLite in `base`. */
  readonly database?: string;
  /** Default true: one file in eight is so large that its copy takes a while. */
  readonly largeFiles?: boolean;
  /**
   * Several instances work on it at once. Then a file may be there twice, under two of its document's names, where
   * another document wants the first of them: one instance sees that one on its way, the other does not.
   */
  readonly instancesMeet?: boolean;
}

/** A host's data while it is being killed: what every file and row should say is known here, and looked up from outside. */
export async function createOfficeUnderFire(base: string, random: Random, options: OfficeOptions = {}) {
  const [sources, share] = [join(base, 'uploads'), join(base, 'share')];
  fs.mkdirpSync(sources);
  const { database: place = join(base, 'app.sqlite'), largeFiles = true, instancesMeet = false } = options;
  const database: Knex = await openDatabase(place);
  /** Checksum of every version of every document that ever was. */
  const everyVersion = new Map<string, Version>();
  const sourceFiles = new Map<string, string>();
  /** Month and name that each document would like to have, by id. */
  const wishes = new Map<number, string>();
  let documents = 0;

  for (const path of foreignFiles) fs.outputFileSync(join(share, path), `not ours: ${path}`);
  const foreign = new Map(copiesBelow(share).map((file) => [file.path, file]));

  const sourceName = ({ id, version }: Version) => `${id}-v${version}.bin`;

  /** Writes the file of a version, as an upload would; the content is found in no other. */
  function writeSource(one: Version): void {
    const large = largeFiles && random.below(8) === 0;
    const size = large ? 400_000 + random.below(1_200_000) : 10 + random.below(20_000);
    const content = Buffer.alloc(size, `document ${one.id}, version ${one.version}, of ${base}. `);
    fs.writeFileSync(join(sources, sourceName(one)), content);
    everyVersion.set(sha256(content), one);
    sourceFiles.set(sourceName(one), sha256(content));
  }

  async function add(count: number): Promise<void> {
    for (let n = 0; n < count; n++) {
      documents += 1;
      const one = { id: documents, version: 1 };
      writeSource(one);
      const [name, date] = [random.one(names), random.one(dates)];
      wishes.set(one.id, `${date?.slice(0, 7)} ${name.normalize('NFC').toLowerCase()}`);
      await database('documents').insert({
        id: one.id,
        type: 'invoice',
        file_path: sourceName(one),
        file_name: name,
        document_date: date,
      });
    }
  }

  /** What a host does between two runs: new documents, replaced files, and marks it takes back. */
  async function change(): Promise<void> {
    await add(1 + random.below(4));
    for (let n = random.below(30); n > 0; n--) {
      const id = 1 + random.below(documents);
      const row = await database('documents').where({ id }).first('version');
      const one = { id, version: Number(row.version) + 1 };
      writeSource(one);
      await database('documents')
        .where({ id })
        .update({ version: one.version, file_path: sourceName(one), synced_to_nas: false });
    }
    for (let n = random.below(30); n > 0; n--) {
      await database('documents')
        .where({ id: 1 + random.below(documents) })
        .update({ synced_to_nas: false });
    }
  }

  /** Copies of one document beyond the first, all in one folder, where it shares its wish with another. */
  function mayBeTwice({ id }: Version, copies: readonly FileSeen[]): boolean {
    const wanted = [...wishes.values()].filter((wish) => wish === wishes.get(id)).length;
    return wanted > 1 && copies.length <= 3 && new Set(copies.map(({ path }) => dirname(path))).size === 1;
  }

  /** Files that are there twice. */
  function twice(files: readonly FileSeen[]): { one: Version; copies: FileSeen[] }[] {
    const byChecksum = new Map<string, FileSeen[]>();
    for (const file of files) byChecksum.set(file.checksum, [...(byChecksum.get(file.checksum) ?? []), file]);
    return [...byChecksum].flatMap(([checksum, copies]) => {
      const one = everyVersion.get(checksum);
      return one !== undefined && copies.length > 1 ? [{ one, copies }] : [];
    });
  }

  /** Every broken promise, in words; empty when all are kept. */
  async function brokenPromises(): Promise<string[]> {
    const broken: string[] = [];
    const files = copiesBelow(share);
    const there = new Set(files.map(({ checksum }) => checksum));
    for (const row of await database('documents').where({ synced_to_nas: true }).select('id', 'version', 'file_path')) {
      const wanted = sourceFiles.get(row.file_path) ?? '';
      if (!there.has(wanted))
        broken.push(`document ${row.id} is marked, but version ${row.version} is not on the share`);
    }
    for (const file of files) {
      const before = foreign.get(file.path);
      if (before === undefined && !everyVersion.has(file.checksum)) broken.push(`${file.path} is no whole copy`);
      if (before !== undefined && JSON.stringify(before) !== JSON.stringify(file))
        broken.push(`${file.path}, not ours, changed`);
    }
    for (const path of foreign.keys()) {
      if (!files.some((file) => file.path === path)) broken.push(`${path}, not ours, is gone`);
    }
    for (const { one, copies } of twice(files)) {
      if (instancesMeet && mayBeTwice(one, copies)) continue;
      broken.push(`twice: ${copies.map(({ path }) => path).join(', ')}`);
    }
    const now = new Map(filesBelow(sources).map(({ path, checksum }) => [path, checksum]));
    for (const [name, checksum] of sourceFiles)
      if (now.get(name) !== checksum) broken.push(`the source ${name} changed`);
    if (now.size !== sourceFiles.size) broken.push('there are other files among the sources');
    const marker = join(share, '.docmirror/mirror.json');
    if (fs.existsSync(marker) && typeof fs.readJsonSync(marker).id !== 'string') broken.push('the marker is damaged');
    return broken;
  }

  return {
    /** What its hosts need to know. */
    environment: { DATABASE: place, SOURCES: sources, NAS_PATH: share },
    sources,
    share,
    add,
    change,
    brokenPromises,
    pending: async () => (await database('documents').whereNot({ synced_to_nas: true })).length,
    marked: async () => (await database('documents').where({ synced_to_nas: true })).length,
    /** How many files are there twice. */
    twice: () => twice(copiesBelow(share)).length,
    /** How many whole copies there are. */
    copies: () => copiesBelow(share).length,
    /** Temporary files, and how old the oldest is. */
    leftovers() {
      const births = filesBelow(share)
        .filter(isTemporary)
        .map(({ path }) => birthOf(path));
      return { count: births.length, oldestMs: births.length === 0 ? 0 : Date.now() - Math.min(...births) };
    },
    close: () => database.destroy(),
  };
}

/** Says so itself: `.docmirror-<birth>-<process>-<count>.part`, in base 36. */
function birthOf(path: string): number {
  const [, birth = ''] = /\.docmirror-(?:probe-)?([0-9a-z]+)-/.exec(path) ?? [];
  return Number.parseInt(birth, 36);
}
