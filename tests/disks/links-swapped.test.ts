import { join } from 'node:path';
import fs from 'fs-extra';
import { expect, onTestFinished, test } from 'vitest';
import { createOffice } from '../support/office.js';
import { scratchFolder } from '../support/scratch.js';
import { filesBelow, sha256 } from '../support/tree.js';

const documents = 120;
const months = ['2024-01-15', '2024-02-15', '2024-03-15', '2024-04-15'];

/** Does it again and again for as long as the test runs, between all that happens. */
function repeatedly(step: (turn: number) => void): void {
  let turn = 0;
  const timer = setInterval(() => {
    turn += 1;
    step(turn);
  }, 1);
  onTestFinished(() => clearInterval(timer));
}

test('a folder below the root that is swapped for a link in mid-run leads nobody out', {
  timeout: 60_000,
}, async () => {
  const office = await createOffice(Array.from({ length: documents }, (_, n) => ({ date: months[n % 4] ?? null })));
  const share = scratchFolder();
  const outside = scratchFolder();
  const months2024 = join(share, '2024');
  const sync = office.engine(share);
  let swaps = 0;
  repeatedly((turn) => {
    const folder = join(months2024, `0${1 + (turn % 4)}`);
    const aside = `${folder}-aside`;
    try {
      if (!fs.existsSync(aside)) {
        fs.renameSync(folder, aside);
        fs.symlinkSync(outside, folder);
        swaps += 1;
      } else if (fs.lstatSync(folder).isSymbolicLink()) {
        fs.unlinkSync(folder);
        fs.renameSync(aside, folder);
      }
    } catch (error) {
      // The library made the folder (again) in between, or not yet.
      expect(['ENOENT', 'EEXIST', 'ENOTEMPTY']).toContain((error as NodeJS.ErrnoException).code);
    }
  });
  for (let run = 0; run < 8; run++) await sync.runSync();
  expect(swaps).toBeGreaterThan(20);
  expect(filesBelow(outside)).toEqual([]);
  expect(fs.readdirSync(outside)).toEqual([]);
  expect(await office.markedWithoutCopy(share)).toEqual([]);
});

test('a source folder that is swapped for a link in mid-run gets nothing from outside read', {
  timeout: 60_000,
}, async () => {
  const office = await createOffice();
  const outside = scratchFolder();
  const inner = join(office.sources, 'inner');
  fs.mkdirSync(inner);
  for (let n = 0; n < documents; n++) {
    fs.writeFileSync(join(inner, `${n}.txt`), `mine ${n}`);
    fs.writeFileSync(join(outside, `${n}.txt`), `secret ${n}`);
  }
  await office.add(Array.from({ length: documents }, (_, n) => ({ source: `inner/${n}.txt`, name: `${n}.txt` })));
  const share = scratchFolder();
  const sync = office.engine(share);
  let swaps = 0;
  repeatedly((turn) => {
    if (turn % 2 === 1) {
      fs.renameSync(inner, `${inner}-aside`);
      fs.symlinkSync(outside, inner);
      swaps += 1;
    } else {
      fs.unlinkSync(inner);
      fs.renameSync(`${inner}-aside`, inner);
    }
  });
  const seen = new Set<string>();
  for (let run = 0; run < 8; run++) {
    const { failures } = await sync.runSync();
    for (const { code } of failures) seen.add(code);
  }
  expect(swaps).toBeGreaterThan(20);
  const mine = new Set(Array.from({ length: documents }, (_, n) => sha256(`mine ${n}`)));
  const copies = filesBelow(share).filter(({ path }) => !path.startsWith('.docmirror/'));
  expect(copies.filter(({ checksum }) => !mine.has(checksum))).toEqual([]);
  for (const code of seen) expect(['SOURCE_OUTSIDE_ROOTS', 'SOURCE_CHANGED', 'SOURCE_NOT_FOUND']).toContain(code);
});
