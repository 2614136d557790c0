import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runs, seed } from '@docmirror/tests-shared/thoroughness';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Archive, createArchive, createArchiveOnDisk, disagreements, emptyFolders } from './archive.js';
import { mortalEngine } from './mortal.js';

/** Where a document can go: few folders with a parent in common or not, so that they are left and entered often. */
const places = [
  { type: 'invoice', date: '2024-01-31' },
  { type: 'receipt', date: '2024-01-31' },
  { type: 'invoice', date: '2024-02-01' },
  { type: 'other', date: null },
] as const;
const names = ['a.pdf', 'b.pdf'];

const change = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ how: fc.constant('put' as const), place: fc.constantFrom(...places), name: fc.nat(1) }),
  },
  { weight: 1, arbitrary: fc.record({ how: fc.constant('move' as const), place: fc.constantFrom(...places) }) },
  { weight: 1, arbitrary: fc.record({ how: fc.constant('rename' as const), name: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ how: fc.constant('replace' as const) }) },
  { weight: 1, arbitrary: fc.record({ how: fc.constant('delete' as const) }) },
  { weight: 1, arbitrary: fc.record({ how: fc.constant('source gone' as const) }) },
);
type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never;

/** How the run after some changes goes: undisturbed, killed at one of its calls, or beside another instance. */
const ending = fc.oneof(
  fc.constant({ how: 'through' } as const),
  fc.record({ how: fc.constant('killed' as const), call: fc.nat(25), when: fc.constantFrom('before', 'after') }),
  fc.record({ how: fc.constant('beside another' as const) }),
);

const round = fc.record({
  changes: fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), change), { minLength: 1, maxLength: 5 }),
  ending,
});
const history = fc.record({
  rounds: fc.array(round, { minLength: 1, maxLength: 5 }),
  policy: fc.constantFrom('keep', 'trash', 'delete'),
  concurrency: fc.constantFrom(1, 4),
});
type History = typeof history extends fc.Arbitrary<infer Value> ? Value : never;

async function apply({ put, store, fs, uploads }: Archive, id: number, change: Change): Promise<void> {
  switch (change.how) {
    case 'put':
      return put({ id, ...change.place, fileName: names[change.name] ?? null }, `content ${id % 2}`);
    case 'move':
      return put({ id, ...change.place });
    case 'rename':
      return put({ id, fileName: names[change.name] ?? null });
    case 'replace':
      return put({ id }, `replaced ${id}`);
    case 'delete':
      return store.remove(id);
    case 'source gone':
      return fs.rmSync(`${uploads}/${id}.pdf`, { force: true });
  }
}

async function play(archive: Archive, { rounds, policy, concurrency }: History): Promise<void> {
  const options = { deleted: { policy, maxShare: 1 }, concurrency } as const;
  const last = archive.engine(options);
  for (const { changes, ending } of rounds) {
    for (const [id, change] of changes) await apply(archive, id, change);
    if (ending.how === 'killed')
      await mortalEngine(archive, ending, options)
        .sync.runSync()
        .catch(() => undefined);
    if (ending.how === 'through') await archive.engine(options).runSync();
    if (ending.how === 'beside another') {
      const [one, other] = [archive.engine(options), archive.engine(options)];
      await Promise.all([one.runSync(), other.runSync()]);
    }
  }
  await last.runSync();
  // Marks that two instances took from each other are made by the second.
  await last.runSync();
  await last.stop();
  expect(emptyFolders(archive)).toEqual([]);
}

describe('a run leaves no empty folder', () => {
  test('where a copy was replaced before its document moved away, and the folder was new in between', async () => {
    const archive = createArchive();
    const sync = archive.engine();
    const [january, february] = [places[1], places[0]];
    archive.put({ id: 5, ...january, fileName: 'a.pdf' }, 'two');
    archive.put({ id: 5 }, 'replaced 5');
    await sync.runSync();
    archive.put({ id: 5 }, 'two');
    await sync.runSync();
    archive.put({ id: 5, ...february });
    await sync.runSync();
    expect(archive.tree()).toEqual(['2024/', '2024/01/', '2024/01/invoices/', '2024/01/invoices/a.pdf']);
    expect(await disagreements(archive)).toEqual([]);
  });

  test('whatever was put, replaced, moved, renamed and deleted, also where runs are killed or meet', {
    timeout: 900_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(history, (one) => play(createArchive(), one)),
      { seed, numRuns: runs(400) },
    );
  });

  test('nor on a real disk', { timeout: 900_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(history, async (one) => {
        const folder = fs.mkdtempSync(join(tmpdir(), 'docmirror-emptied-'));
        try {
          await play(createArchiveOnDisk(folder), one);
        } finally {
          fs.rmSync(folder, { recursive: true });
        }
      }),
      { seed, numRuns: runs(100) },
    );
  });
});
