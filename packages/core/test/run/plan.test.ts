import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PlanEntry, planActions } from '../../src/http/contract.js';
import type { SyncEngine } from '../../src/run/engine.js';
import { memoryStore } from '../../src/testing/memory-store.js';
import { type Archive, createArchive, disagreements, nas } from './archive.js';
import { scriptedMirror } from './scripted-mirror.js';

/** All pages of a plan. */
async function planOf(sync: SyncEngine, limit: number): Promise<PlanEntry[]> {
  const entries: PlanEntry[] = [];
  for (let after: string | undefined; ; ) {
    const page = await sync.plan({ after, limit });
    entries.push(...page.entries);
    if (page.cursor === null) return entries;
    after = page.cursor;
  }
}

/** What a run does, document by document, in the form of a plan. */
async function runAndWatch(sync: SyncEngine): Promise<PlanEntry[]> {
  const done: PlanEntry[] = [];
  const off = [
    sync.on('document:copied', ({ documentId, receipt: { outcome, key }, from }) => {
      const action = from !== undefined ? 'move' : outcome === 'replaced' ? 'replace' : 'copy';
      done.push({ document_id: String(documentId), action, key, ...(from && { from }) });
    }),
    sync.on('document:unchanged', ({ documentId, receipt: { key }, from }) => {
      const action = from !== undefined ? 'move' : 'mark';
      done.push({ document_id: String(documentId), action, key, ...(from && { from }) });
    }),
    sync.on('document:failed', ({ documentId, code, message }) => {
      done.push({ document_id: String(documentId), action: 'conflict', key: null, code, message });
    }),
    sync.on('copy:removed', ({ documentId, key, reason, trash }) => {
      const action = trash === null ? 'delete' : 'trash';
      if (reason === 'deleted') done.push({ document_id: String(documentId), action, key });
    }),
  ];
  const summary = await sync.runSync();
  for (const undo of off) undo();
  expect(summary.stopped).toBeUndefined();
  return done;
}

const sorted = (entries: readonly PlanEntry[]) =>
  entries.map((entry) => JSON.stringify(entry, Object.keys(entry).sort())).sort();

/** Everything on the share and in the store, to see whether anything was written. */
async function everything(archive: Archive): Promise<string> {
  const { receipts } = archive.store;
  const mirrorId = (await receipts.expectedMirror()) ?? '';
  return JSON.stringify([
    [archive.tree(), archive.copies(), archive.own(), archive.store.rows()],
    await archive.receipts(),
    await receipts.dirtyMonths(mirrorId),
  ]);
}

const change = fc.oneof(
  { weight: 4, arbitrary: fc.record({ how: fc.constant('put' as const), name: fc.nat(2), folder: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ how: fc.constant('replace' as const) }) },
  { weight: 1, arbitrary: fc.record({ how: fc.constant('gone' as const) }) },
  { weight: 1, arbitrary: fc.record({ how: fc.constant('source gone' as const) }) },
  { weight: 1, arbitrary: fc.record({ how: fc.constant('copy edited' as const) }) },
  { weight: 1, arbitrary: fc.record({ how: fc.constant('copy gone' as const) }) },
  { weight: 1, arbitrary: fc.record({ how: fc.constant('foreign' as const), name: fc.nat(2), folder: fc.nat(2) }) },
);
const command = fc.tuple(fc.integer({ min: 1, max: 6 }), change);

const folders = [
  { type: 'invoice', date: '2024-01-31' },
  { type: 'receipt', date: '2024-01-31' },
  { type: 'invoice', date: '2024-02-01' },
] as const;
// Few, so that they meet; two differ by case only, and there are two contents.
const names = ['a.pdf', 'A.pdf', 'b.pdf'];
const contents = ['one', 'two'];

describe('a plan', () => {
  test('is what a run does when nothing changed in between, and writes nothing', { timeout: 120_000 }, async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(command, { maxLength: 12 }), { minLength: 1, maxLength: 4 }),
        fc.constantFrom('keep', 'trash', 'delete'),
        fc.constantFrom(1, 2, 1_000),
        fc.constantFrom(1, 4),
        async (rounds, policy, limit, concurrency) => {
          const archive = createArchive();
          const deleted = { policy, maxShare: 1 } as const;
          const sync = archive.engine({ deleted, concurrency });
          for (const commands of rounds) {
            await sync.runSync();
            for (const [id, { how, ...where }] of commands) await apply(archive, id, how, where);
          }
          const untouched = await everything(archive);
          const plan = await planOf(sync, limit);
          const dry = await sync.runSync({ dryRun: true });
          expect(await everything(archive)).toBe(untouched);

          const done = await runAndWatch(sync);
          const waiting = plan.filter(({ action }) => action === 'wait');
          // What a run finds to be in the way of a removal, it warns of: such a copy has no event.
          const planned = plan.filter(({ action, code }) => action !== 'wait' && code !== 'COPY_CHANGED');
          expect(sorted(done)).toEqual(sorted(planned));
          expect(dry).toMatchObject({
            dry_run: true,
            synced: planned.filter(({ action }) => ['copy', 'mark', 'replace', 'move'].includes(action)).length,
            failed: planned.filter(({ action }) => action === 'conflict').length,
            removed: planned.filter(({ action }) => action === 'trash' || action === 'delete').length,
            waiting: waiting.length,
          });
          for (const { action } of plan) seen.add(action);
          const meddled = rounds.flat().some(([, { how }]) => how.startsWith('copy'));
          expect(await disagreements(archive, meddled)).toEqual([]);
          expect(archive.errors).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
    expect([...seen].sort()).toEqual([...planActions].sort());
  });
});

async function apply(
  archive: Archive,
  id: number,
  how: 'put' | 'replace' | 'gone' | 'source gone' | 'copy edited' | 'copy gone' | 'foreign',
  { name = 0, folder = 0 }: { name?: number; folder?: number },
): Promise<void> {
  const { fs, store } = archive;
  const key = (await archive.keys())[id];
  const place = folders[folder] ?? folders[0];
  switch (how) {
    case 'put':
      return archive.put({ id, ...place, fileName: names[name] ?? 'a.pdf' }, contents[id % 2]);
    case 'replace':
      return archive.put({ id }, `replaced ${id}`);
    case 'gone':
      return store.remove(id);
    case 'source gone':
      return fs.rmSync(`/uploads/${id}.pdf`, { force: true });
    case 'copy edited':
      if (key !== undefined && archive.read(key) !== undefined) fs.writeFileSync(`${nas}/${key}`, 'edited');
      return;
    case 'copy gone':
      if (key !== undefined) fs.rmSync(`${nas}/${key}`, { force: true });
      return;
    case 'foreign': {
      const path = `2024/${place.date.slice(5, 7)}/${place.type}s`;
      fs.mkdirSync(`${nas}/${path}`, { recursive: true });
      if (!fs.existsSync(`${nas}/${path}/${names[name]}`)) fs.writeFileSync(`${nas}/${path}/${names[name]}`, 'foreign');
    }
  }
}
