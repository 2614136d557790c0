import { isFixedSeed, runs, seed } from '@docmirror/tests-shared/thoroughness';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PlanEntry, planActions } from '../../src/http/contract.js';
import type { SyncEngine } from '../../src/run/engine.js';
import { type Archive, createArchive, disagreements, nas } from './archive.js';

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
    let newShares = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(command, { maxLength: 12 }), { minLength: 1, maxLength: 4 }),
        fc.constantFrom('keep', 'trash', 'delete'),
        fc.constantFrom(1, 2, 1_000),
        fc.constantFrom(1, 4),
        fc.nat(9),
        async (rounds, policy, limit, concurrency, chance) => {
          const archive = createArchive();
          const deleted = { policy, maxShare: 1 } as const;
          const sync = archive.engine({ deleted, concurrency });
          // Now and then, the share is not in use yet.
          const isNew = chance === 0;
          for (const commands of rounds) {
            if (!isNew) await sync.runSync();
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
          if (isNew) newShares += 1;
          const meddled = rounds.flat().some(([, { how }]) => how.startsWith('copy'));
          expect(await disagreements(archive, meddled)).toEqual([]);
          expect(archive.errors).toEqual([]);
        },
      ),
      { seed, numRuns: runs(200, 200) },
    );
    if (!isFixedSeed) return;
    expect(newShares).toBeGreaterThan(0);
    expect([...seen].sort()).toEqual([...planActions].sort());
  });

  test('of an empty share that a run would begin to use says what that would do, and leaves it empty', async () => {
    const archive = createArchive();
    archive.put({ id: 1 });
    archive.put({ id: 2, fileName: '1.pdf' });
    const sync = archive.engine();
    expect((await sync.plan()).entries).toEqual([
      { document_id: '1', action: 'copy', key: '2024/01/invoices/1.pdf' },
      { document_id: '2', action: 'copy', key: '2024/01/invoices/1-2.pdf' },
    ]);
    expect(await sync.runSync({ dryRun: true })).toMatchObject({ total: 2, synced: 2, dry_run: true });
    expect([archive.tree(), archive.own()]).toEqual([[], {}]);
    expect(await archive.store.receipts.expectedMirror()).toBeUndefined();
    expect(await sync.runSync()).toMatchObject({ total: 2, synced: 2 });
  });

  test('goes on from page to page with another instance too, and in any case where it was', async () => {
    const archive = createArchive();
    for (let id = 1; id <= 7; id++) archive.put({ id, fileName: 'same.pdf' });
    const [one, other] = [archive.engine(), archive.engine()];
    await one.runSync({ limit: 1 });
    const whole = await planOf(one, 1_000);
    expect(whole.map(({ key }) => key)).toEqual([2, 3, 4, 5, 6, 7].map((id) => `2024/01/invoices/same-${id}.pdf`));
    const first = await one.plan({ limit: 2 });
    const second = await other.plan({ limit: 2, after: first.cursor ?? '' });
    const third = await one.plan({ limit: 2, after: second.cursor ?? '' });
    const again = await one.plan({ limit: 2, after: second.cursor ?? '' });
    expect([...first.entries, ...second.entries, ...third.entries]).toEqual(whole);
    expect(again.entries).toEqual(third.entries);
    await expect(one.plan({ after: 'document 99' })).rejects.toMatchObject({ code: 'QUERY_INVALID' });
    await expect(one.plan({ limit: 0 })).rejects.toMatchObject({ code: 'OPTIONS_INVALID' });
  });

  test('counts names that it planned before as taken', async () => {
    const archive = createArchive();
    archive.put({ id: 1, fileName: 'same.pdf' }, 'the same');
    archive.put({ id: 2, fileName: 'SAME.pdf' }, 'the same');
    const { entries } = await archive.engine().plan();
    expect(entries.map(({ key }) => key)).toEqual(['2024/01/invoices/same.pdf', '2024/01/invoices/SAME-2.pdf']);
  });

  test('says in words what is in the way, in the language of the caller', async () => {
    const archive = createArchive();
    archive.put({ id: 1 });
    archive.fs.rmSync('/uploads/1.pdf');
    const { entries } = await archive.engine().plan({ locale: 'fr' });
    const message = 'Fichier source introuvable';
    expect(entries).toEqual([{ document_id: '1', action: 'conflict', key: null, code: 'SOURCE_NOT_FOUND', message }]);
  });

  test('with a limit, a dry run stops where a run would', async () => {
    const archive = createArchive();
    for (let id = 1; id <= 5; id++) archive.put({ id });
    const sync = archive.engine();
    expect(await sync.runSync({ dryRun: true, limit: 2 })).toMatchObject({ total: 2, synced: 2 });
    const gone = new AbortController();
    gone.abort();
    await expect(sync.runSync({ dryRun: true, signal: gone.signal })).rejects.toMatchObject({ code: 'RUN_ABORTED' });
  });

  test('needs receipts, and the right share', async () => {
    const archive = createArchive();
    archive.put({ id: 1 });
    const { receipts: _, ...store } = archive.store;
    const without = archive.engine({ store });
    await expect(without.plan()).rejects.toMatchObject({ code: 'RECEIPTS_NEEDED' });
    await expect(without.runSync({ dryRun: true })).rejects.toMatchObject({ code: 'RECEIPTS_NEEDED' });
    await archive.engine().runSync();
    archive.fs.rmSync(`${nas}/.docmirror`, { recursive: true });
    await expect(archive.engine().plan()).rejects.toMatchObject({ code: 'MIRROR_NOT_OURS' });
  });

  test('is not joined with a run under way, nor does it end it', async () => {
    const archive = createArchive();
    archive.put({ id: 1 });
    const sync = archive.engine();
    await sync.runSync();
    archive.put({ id: 2 });
    const [run, dry] = await Promise.all([sync.runSync(), sync.runSync({ dryRun: true })]);
    expect(run).toMatchObject({ synced: 1 });
    expect(run.dry_run).toBeUndefined();
    expect(dry).toMatchObject({ dry_run: true });
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
      return fs.rmSync(`${archive.uploads}/${id}.pdf`, { force: true });
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
