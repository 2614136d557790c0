import { deep, runs, seed } from '@docmirror/tests-shared/thoroughness';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Archive, createArchive, disagreements } from './archive.js';
import { type Death, mortalEngine } from './mortal.js';

const deleted = 'trash';

/** Of the calls at which a run may die, each, or every fifth. */
const step = deep ? 1 : 5;

/** Documents that were brought, and all that can happen to them since, at once. */
async function changedArchive(): Promise<Archive> {
  const archive = createArchive();
  for (const id of [1, 2, 3, 4, 5, 6]) archive.put({ id, fileName: `${id}.pdf` }, `first of ${id}`);
  for (let id = 7; id <= 14; id++) archive.put({ id, date: '2024-02-01' });
  await archive.engine({ deleted }).runSync();
  archive.put({ id: 1, type: 'receipt' });
  archive.put({ id: 2, date: '2023-12-31' }, 'second of 2');
  archive.put({ id: 3, fileName: '4.pdf' });
  archive.put({ id: 4, fileName: '3.pdf' });
  archive.put({ id: 5 }, 'second of 5');
  archive.store.remove(6);
  archive.put({ id: 15, fileName: '1.pdf' }, 'new');
  return archive;
}

/**
 * What must be so in the end: every document has one copy, of what its file holds, and nothing else is there.
 * @param orphans keys that a run was killed over before it could say whose they are.
 */
async function expectConverged(archive: Archive, orphans: ReadonlySet<string | null> = new Set()): Promise<void> {
  expect(await disagreements(archive)).toEqual([]);
  const keys = await archive.keys();
  const { fs } = archive;
  const expected = Object.fromEntries(
    archive.store.rows().map((row) => [keys[String(row.id)], String(fs.readFileSync(`/uploads/${row.source}`))]),
  );
  const copies = Object.entries(archive.copies()).filter(([key]) => key in expected || !orphans.has(key));
  expect(Object.fromEntries(copies)).toEqual(expected);
  const trashed = Object.entries(archive.own()).filter(([path]) => path.includes('/trash/'));
  expect(trashed.map(([path, content]) => [path.split('/').at(-1), content])).toEqual([['6.pdf', 'first of 6']]);
}

/** Whatever happens, a content that was on the share is there still, or a newer one of its document. */
function expectNothingLost(archive: Archive): void {
  const there = new Set([...Object.values(archive.copies()), ...Object.values(archive.own())]);
  for (const id of [1, 2, 3, 4, 5, 6]) {
    expect(there.has(`first of ${id}`) || there.has(`second of ${id}`), `a copy of ${id}`).toBe(true);
  }
}

async function dieInRun(archive: Archive, death: Death): Promise<boolean> {
  const { sync, isDead } = mortalEngine(archive, death, { deleted });
  await sync.runSync().catch(() => undefined);
  return isDead();
}

describe.each(['before', 'after'] as const)('a run that is killed %s any step', (when) => {
  test('is brought to its end by the next one: no copy is lost, none is left over', { timeout: 60_000 }, async () => {
    let deaths = 0;
    for (let call = 0; ; call += step) {
      const archive = await changedArchive();
      if (!(await dieInRun(archive, { call, when }))) break;
      deaths += 1;
      expectNothingLost(archive);
      const summary = await archive.engine({ deleted }).runSync();
      expect(summary).toMatchObject({ failed: 0, warnings: [] });
      expect(summary.stopped).toBeUndefined();
      await expectConverged(archive);
    }
    // Every document was copied and marked, moved copies were taken away, lists written.
    expect(deaths * step).toBeGreaterThan(20);
  });

  test('and whose documents move on before the next one', { timeout: 60_000 }, async () => {
    for (let call = 0; ; call += step) {
      const archive = await changedArchive();
      const { entries } = await archive.engine({ deleted }).plan();
      const newKeys = entries.filter(({ action }) => action === 'copy' || action === 'move').map(({ key }) => key);
      if (!(await dieInRun(archive, { call, when }))) break;
      for (const id of [1, 2, 5]) archive.put({ id, type: 'payslip' });
      archive.put({ id: 3, fileName: '3.pdf' });
      await archive.engine({ deleted }).runSync();
      // What stood at a new key without its mark is nobody's by now: verification reports it. At the old ones nothing is left.
      await expectConverged(archive, new Set(newKeys));
    }
  });
});

test('runs that are killed one after the other, anywhere, are brought to their end', { timeout: 120_000 }, async () => {
  const deaths = fc.array(fc.record({ call: fc.nat(45), when: fc.constantFrom('before', 'after') }), {
    minLength: 2,
    maxLength: 4,
  });
  await fc.assert(
    fc.asyncProperty(deaths, async (several) => {
      const archive = await changedArchive();
      for (const death of several) {
        await dieInRun(archive, death);
        expectNothingLost(archive);
      }
      await archive.engine({ deleted }).runSync();
      await expectConverged(archive);
    }),
    { seed, numRuns: runs(60, 5) },
  );
});
