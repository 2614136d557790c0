import { describe, expect, test, vi } from 'vitest';
import { SyncError } from '../../src/errors/sync-error.js';
import type { SyncEvents } from '../../src/events.js';
import type { Finding, VerifyReport } from '../../src/http/contract.js';
import { partialName, probeName } from '../../src/plan/partial-name.js';
import type { SyncEngine } from '../../src/run/engine.js';
import type { EngineVerifyOptions } from '../../src/run/recovery-options.js';
import { type Archive, createArchive, nas } from '../run/archive.js';

const key = (id: number) => `2024/01/invoices/${id}.pdf`;

/** An archive of so many documents, all on the share. */
async function archiveOf(count: number): Promise<{ archive: Archive; sync: SyncEngine }> {
  const archive = createArchive();
  for (let id = 1; id <= count; id++) archive.put({ id });
  const sync = archive.engine();
  expect(await sync.runSync()).toMatchObject({ synced: count, failed: 0 });
  return { archive, sync };
}

/** Something wrong of every kind. What root may not read, memfs does not let it read. */
function damage({ fs }: Archive): void {
  fs.rmSync(`${nas}/${key(1)}`);
  fs.writeFileSync(`${nas}/${key(2)}`, 'CONTENT OF 2');
  fs.writeFileSync(`${nas}/${key(3)}`, 'short');
  fs.chmodSync(`${nas}/${key(4)}`, 0);
  fs.rmSync(`${nas}/${key(5)}`);
  fs.mkdirSync(`${nas}/${key(5)}`);
  fs.writeFileSync(`${nas}/2024/01/scan.pdf`, 'a stranger');
  fs.writeFileSync(`${nas}/${key(6)}.bak`, 'a stranger');
  for (const nobodys of ['2024/.DS_Store', '2024/01/Thumbs.db', '.docmirror/own.txt'])
    fs.writeFileSync(`${nas}/${nobodys}`, '');
}

const short = ({ kind, document_id, key }: Finding) => `${kind} ${document_id} ${key}`;
const all = [
  `changed 2 ${key(2)}`,
  `changed 3 ${key(3)}`,
  `changed 5 ${key(5)}`,
  'foreign null 2024/01/scan.pdf',
  `foreign null ${key(6)}.bak`,
  `missing 1 ${key(1)}`,
  `unreadable 4 ${key(4)}`,
].sort();
const sorted = ({ findings }: VerifyReport) => findings.map(short).sort();

describe('a verification', () => {
  test('finds what is missing, changed, unreadable and foreign, and says so without touching anything', async () => {
    const { archive, sync } = await archiveOf(8);
    damage(archive);
    archive.fs.chmodSync(`${nas}/${key(4)}`, 0o644);
    const before = archive.copies();
    archive.fs.chmodSync(`${nas}/${key(4)}`, 0);
    const report = await sync.verify();
    expect(sorted(report)).toEqual(all);
    expect(report).toMatchObject({
      checked: 8,
      missing: 1,
      changed: 3,
      foreign: 2,
      unreadable: 1,
      repaired: 0,
      cursor: null,
    });
    expect(report.findings.find(({ kind }) => kind === 'unreadable')).toMatchObject({
      code: 'COPY_REFUSED',
      message: 'The share refuses this file (EACCES)',
    });
    archive.fs.chmodSync(`${nas}/${key(4)}`, 0o644);
    expect(archive.copies()).toEqual(before);
    expect(archive.store.rows().every(({ synced }) => synced)).toBe(true);
    expect(archive.errors).toEqual([]);
  });

  test('removes temporary files that were left behind long ago, wherever they are, and names them', async () => {
    const { archive, sync } = await archiveOf(3);
    const old = Date.now() - 30 * 24 * 60 * 60 * 1000;
    const left = [
      `2020/03/invoices/${partialName({ birthMs: old, pid: 7, sequence: 8 })}`,
      `2020/03/${probeName({ birthMs: old, pid: 7, sequence: 9 })}`,
    ];
    const young = `2020/03/invoices/${partialName({ birthMs: Date.now(), pid: 7, sequence: 8 })}`;
    archive.fs.mkdirSync(`${nas}/2020/03/invoices`, { recursive: true });
    for (const path of [...left, young]) archive.fs.writeFileSync(`${nas}/${path}`, 'half a copy');
    // One that the share does not let go of is named, too.
    const unlink = archive.fs.unlinkSync;
    archive.fs.unlinkSync = () => {
      throw Object.assign(new Error('EACCES'), { code: 'EACCES' });
    };
    const kept = await sync.verify();
    archive.fs.unlinkSync = unlink;
    expect(kept).toMatchObject({ foreign: 0, temporary: 2, repaired: 0 });
    expect(archive.read(left[0] ?? '')).toBe('half a copy');

    const report = await sync.verify();
    expect(report).toMatchObject({ checked: 3, foreign: 0, temporary: 2, repaired: 2 });
    expect(sorted(report)).toEqual(left.map((path) => `temporary null ${path}`).sort());
    expect(archive.tree().filter((path) => path.startsWith('2020') && !path.endsWith('/'))).toEqual([young]);
    expect(await sync.verify()).toMatchObject({ temporary: 0, findings: [] });
  });

  test('does not find foreign what went away since the names were read', async () => {
    const { archive } = await archiveOf(3);
    archive.fs.writeFileSync(`${nas}/2024/01/scan.pdf`, 'a stranger');
    const sync = archive.engine({}, (mirror) => ({
      async list(request) {
        const keys = await mirror.list(request);
        if (keys.includes('2024/01/scan.pdf')) archive.fs.unlinkSync(`${nas}/2024/01/scan.pdf`);
        return keys;
      },
    }));
    expect(await sync.verify()).toMatchObject({ foreign: 0, findings: [] });
  });

  test.each([
    ['presence', ['changed 5', 'missing 1']],
    ['size', ['changed 3', 'changed 5', 'missing 1']],
    ['checksum', ['changed 2', 'changed 3', 'changed 5', 'missing 1', 'unreadable 4']],
  ] as const)('by %s finds what that can tell', async (level, expected) => {
    const { archive, sync } = await archiveOf(8);
    damage(archive);
    const { findings } = await sync.verify({ level });
    const own = findings
      .filter(({ kind }) => kind !== 'foreign')
      .map(({ kind, document_id }) => `${kind} ${document_id}`);
    expect(own.sort()).toEqual(expected);
  });

  test('notes when a copy was read and found right, and only then', async () => {
    const { archive, sync } = await archiveOf(8);
    damage(archive);
    await sync.verify({ level: 'size' });
    expect((await archive.receipts()).filter(({ verifiedAt }) => verifiedAt !== null)).toEqual([]);
    const startedAt = Date.now();
    await sync.verify();
    const verified = (await archive.receipts()).filter(({ verifiedAt }) => verifiedAt !== null);
    expect(verified.map(({ documentId }) => documentId).sort()).toEqual([6, 7, 8]);
    for (const { verifiedAt } of verified) expect(verifiedAt?.getTime()).toBeGreaterThanOrEqual(startedAt);
  });

  test('looks only at copies that were not verified for so long', async () => {
    const { archive, sync } = await archiveOf(8);
    await sync.verify();
    const hour = 3_600_000;
    const old = (await archive.receipts()).filter(({ documentId }) => Number(documentId) % 2 === 0);
    await archive.store.receipts.note(
      old.map((receipt) => ({ ...receipt, verifiedAt: new Date(Date.now() - 2 * hour) })),
    );
    archive.put({ id: 9 });
    await sync.runSync();
    damage(archive);
    const report = await sync.verify({ olderThanMs: hour });
    // The new one was never verified. Files are nobody's only where all copies are known.
    expect(report).toMatchObject({ checked: 5, foreign: 0, cursor: null });
    expect(sorted(report)).toEqual([`changed 2 ${key(2)}`, `unreadable 4 ${key(4)}`]);
    expect(await sync.verify({ olderThanMs: hour })).toMatchObject({ checked: 2 });
  });

  test('of a sample looks at a part, each time another one, and at every copy alike', async () => {
    const { archive, sync } = await archiveOf(200);
    for (let id = 1; id <= 200; id++) archive.fs.rmSync(`${nas}/${key(id)}`);
    const random = vi.spyOn(Math, 'random');
    try {
      const found: string[] = [];
      for (const begin of [0.125, 0.375, 0.625, 0.875]) {
        random.mockReturnValue(begin);
        const report = await sync.verify({ sample: 0.25 });
        expect(report).toMatchObject({ foreign: 0, cursor: null });
        expect(report.checked).toBeGreaterThan(0);
        expect(report.checked).toBeLessThan(100);
        found.push(...report.findings.map(short));
      }
      expect(found.sort()).toEqual(Array.from({ length: 200 }, (_, n) => `missing ${n + 1} ${key(n + 1)}`).sort());
    } finally {
      random.mockRestore();
    }
  });
});

describe('in parts', () => {
  async function inParts(
    sync: SyncEngine,
    options: EngineVerifyOptions,
    between: () => Promise<void> | void = () => undefined,
  ) {
    const found: string[] = [];
    let parts = 0;
    let after: string | undefined;
    do {
      const report = await sync.verify({ ...options, after });
      found.push(...report.findings.map(short));
      after = report.cursor ?? undefined;
      parts += 1;
      await between();
    } while (after !== undefined);
    return { found, parts };
  }

  test.each([1, 3, 7])('of %i, going on by the cursor finds the same as in one go', async (limit) => {
    const { archive, sync } = await archiveOf(20);
    damage(archive);
    const { findings } = await sync.verify();
    const { found, parts } = await inParts(sync, { limit });
    expect(found).toEqual(findings.map(short));
    expect(parts).toBeGreaterThan(20 / limit);
  });

  test('also while documents come, move and go in between', async () => {
    const { archive, sync } = await archiveOf(20);
    damage(archive);
    let id = 100;
    const { found } = await inParts(sync, { limit: 4 }, async () => {
      id += 1;
      archive.put({ id });
      archive.put({ id: 7 + (id % 10), date: `2023-${String((id % 12) + 1).padStart(2, '0')}-01` });
      await sync.runSync();
      const [receipt] = (await archive.receipts()).filter(({ documentId }) => Number(documentId) > 100);
      if (receipt !== undefined && id % 3 === 0)
        await archive.store.receipts.note([{ ...receipt, verifiedAt: new Date() }]);
    });
    expect(found.sort()).toEqual(all);
  });

  test('of a sample, the cursor knows where the sample ends', async () => {
    const { archive, sync } = await archiveOf(40);
    for (let id = 1; id <= 40; id++) archive.fs.rmSync(`${nas}/${key(id)}`);
    const random = vi.spyOn(Math, 'random').mockReturnValue(0.8);
    try {
      const { findings } = await sync.verify({ sample: 0.5 });
      // Said once, at the beginning.
      const first = await sync.verify({ sample: 0.5, limit: 3 });
      const rest = await sync.verify({ after: first.cursor ?? undefined });
      expect([...first.findings, ...rest.findings]).toEqual(findings);
      expect(findings.length).toBeLessThan(40);
      expect(rest.cursor).toBeNull();
    } finally {
      random.mockRestore();
    }
  });
});

describe('ends before it is through', () => {
  test('when its caller lets go; the cursor leads on', async () => {
    const { archive, sync } = await archiveOf(150);
    damage(archive);
    const cancel = new AbortController();
    const first = await sync.verify({ signal: cancel.signal, onFinding: () => cancel.abort() });
    expect(first).toMatchObject({ stopped: { code: 'RUN_ABORTED' }, cursor: expect.any(String) });
    expect(first.checked).toBeLessThan(150);
    const rest = await sync.verify({ after: first.cursor ?? undefined });
    expect([...first.findings, ...rest.findings].map(short).sort()).toEqual(all);
    expect(rest.cursor).toBeNull();
    await expect(sync.verify({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'RUN_ABORTED' });
  });

  test('when the engine stops', async () => {
    const { archive, sync } = await archiveOf(150);
    damage(archive);
    const report = sync.verify({ bytesPerSecond: 1, onFinding: () => void sync.stop() });
    expect(await report).toMatchObject({ stopped: { code: 'ENGINE_STOPPED' }, cursor: expect.any(String) });
  });

  test('when the share goes away; what was found is reported, and nothing is taken for missing', async () => {
    const { archive } = await archiveOf(150);
    damage(archive);
    let inspections = 0;
    const sync = archive.engine({ concurrency: 1 }, ({ inspect }) => ({
      async inspect(request) {
        inspections += 1;
        if (inspections === 3) archive.fs.renameSync(nas, '/gone');
        return inspect(request);
      },
    }));
    const report = await sync.verify();
    expect(report.stopped?.code).toMatch(/^MIRROR_/);
    expect(report.checked).toBe(64);
    archive.fs.renameSync('/gone', nas);
    const rest = await sync.verify({ after: report.cursor ?? undefined });
    expect([...report.findings, ...rest.findings].map(short).sort()).toEqual(all);
  });

  test('when the database does; its own words stay with the host', async () => {
    const { archive } = await archiveOf(150);
    const { page } = archive.store.receipts;
    let pages = 0;
    const store = {
      ...archive.store,
      receipts: {
        ...archive.store.receipts,
        page: async (query: Parameters<typeof page>[0]) => {
          pages += 1;
          if (pages > 1) throw new Error('password=secret refused');
          return page(query);
        },
      },
    };
    const report = await archive.engine({ store }).verify();
    expect(report).toMatchObject({ checked: 128, stopped: { code: 'STORE_FAILED' } });
    expect(JSON.stringify(report)).not.toContain('secret');
    expect(archive.errors.map(String)).toEqual(['Error: password=secret refused']);
  });

  test('it rests, to read no more than bytesPerSecond', async () => {
    const { archive } = await archiveOf(64);
    for (let id = 1; id <= 64; id++) archive.fs.rmSync(`${nas}/${key(id)}`);
    const cancel = new AbortController();
    const sync = archive.engine({ concurrency: 1 });
    let rounds = 0;
    const report = await sync.verify({
      bytesPerSecond: 1,
      signal: cancel.signal,
      onFinding() {
        if (rounds > 0) return;
        // Time enough to look at all of them, were there no rest after the first 32.
        const later = (): void => void (++rounds < 1_000 ? setImmediate(later) : cancel.abort());
        later();
      },
    });
    expect(report).toMatchObject({ checked: 32, missing: 32, stopped: { code: 'RUN_ABORTED' } });
  });
});

describe('tells', () => {
  test('each finding and how far it is, as events and to onFinding, which is waited for', async () => {
    const { archive } = await archiveOf(10);
    damage(archive);
    const sync = archive.engine({
      locale: 'fr',
      layout: { folders: { invoice: 'invoices', receipt: 'receipts', payslip: 'salaries', other: 'others' } },
    });
    const events: SyncEvents['verify:found'][] = [];
    const progress: SyncEvents['verify:progressed'][] = [];
    sync.on('verify:found', (finding) => void events.push(finding));
    sync.on('verify:progressed', (event) => void progress.push(event));
    const told: Finding[] = [];
    let busy = 0;
    const report = await sync.verify({
      locale: 'en',
      async onFinding(finding) {
        busy += 1;
        expect(busy).toBe(1);
        await new Promise(setImmediate);
        busy -= 1;
        told.push(finding);
      },
    });
    expect(told).toEqual(report.findings);
    expect(events.map(short)).toEqual(told.map(short));
    const refused = 'Le partage refuse ce fichier (EACCES)';
    expect(events.find(({ kind }) => kind === 'unreadable')?.message).toBe(refused);
    expect(told.find(({ kind }) => kind === 'unreadable')?.message).toBe('The share refuses this file (EACCES)');
    expect(progress.at(0)).toMatchObject({ checked: 10, findings: 5, cursor: expect.stringMatching(/^copies:/) });
    expect(progress.at(-1)).toMatchObject({ checked: 10, findings: 7, cursor: null });
  });

  test('an onFinding that throws or rejects goes to onError, and harms nothing', async () => {
    const { archive, sync } = await archiveOf(8);
    damage(archive);
    let calls = 0;
    const report = await sync.verify({
      onFinding() {
        calls += 1;
        if (calls === 1) throw new Error('thrown');
        return Promise.reject(new Error('rejected'));
      },
    });
    expect(sorted(report)).toEqual(all);
    expect(archive.errors.map(String)).toEqual(['Error: thrown', ...Array(6).fill('Error: rejected')]);
  });

  test('the first thousand findings, and counts all', async () => {
    const { archive, sync } = await archiveOf(1);
    const [known] = await archive.receipts();
    if (known?.copy == null) throw new Error('no receipt');
    const { copy } = known;
    const others = Array.from({ length: 1_100 }, (_, n) => ({
      ...known,
      documentId: n + 2,
      copy: { ...copy, key: key(n + 2) },
    }));
    await archive.store.receipts.write(others);
    const report = await sync.verify({ level: 'presence' });
    expect(report).toMatchObject({ checked: 1_101, missing: 1_100, cursor: null });
    expect(report.findings).toHaveLength(1_000);
  });
});

test('a copy that a run replaces while it is looked at is not found changed', async () => {
  const { archive } = await archiveOf(3);
  const other = archive.engine();
  let looked = 0;
  const sync = archive.engine({}, ({ inspect }) => ({
    async inspect(request) {
      looked += 1;
      if (looked === 1) {
        archive.put({ id: 2 }, 'as it is now');
        archive.put({ id: 3, date: '2023-05-01' });
        await other.runSync();
      }
      return inspect(request);
    },
  }));
  expect(await sync.verify()).toMatchObject({ findings: [], changed: 0, missing: 0, foreign: 0 });
});

test('a verification does not undo what a run learned meanwhile', async () => {
  const { archive } = await archiveOf(3);
  const other = archive.engine();
  const sync = archive.engine({}, ({ inspect }) => ({
    async inspect(request) {
      const found = await inspect(request);
      archive.put({ id: 3, date: '2023-05-01' });
      await other.runSync();
      return found;
    },
  }));
  await sync.verify();
  expect((await archive.keys())[3]).toBe('2023/05/invoices/3.pdf');
});

describe('options', () => {
  const sync = createArchive().engine();

  test.each([
    ['level', { level: 'md5' }, "write 'presence', 'size' or 'checksum'"],
    ['sample', { sample: 0 }, 'write a number above 0'],
    ['sample', { sample: 1.1 }, 'write at most 1, for all copies'],
    ['olderThanMs', { olderThanMs: -1 }, 'write 0 or more'],
    ['repair', { repair: 'yes' }, 'write true or false'],
    ['limit', { limit: 0 }, 'write at least 1'],
    ['bytesPerSecond', { bytesPerSecond: 0 }, 'write at least 1'],
    ['onFinding', { onFinding: 'console' }, 'write a function'],
    ['signal', { signal: {} }, 'write an AbortSignal'],
    ['samle', { samle: 0.1 }, 'samle'],
  ])('a wrong %s is refused: %j', async (name, options, words) => {
    const refused = sync.verify(options as EngineVerifyOptions);
    await expect(refused).rejects.toThrow(SyncError);
    await expect(refused).rejects.toMatchObject({ code: 'OPTIONS_INVALID', message: expect.stringContaining(name) });
    await expect(refused).rejects.toThrow(words);
  });

  test('a cursor that is none is refused in the language of the call', async () => {
    await expect(sync.verify({ after: 'tomorrow', locale: 'fr' })).rejects.toMatchObject({
      code: 'QUERY_INVALID',
      params: {
        name: 'after',
        expected: 'donnez le curseur (cursor) de la réponse précédente, ou aucun pour recommencer',
      },
    });
  });

  test('a share that was never used is refused, and not adopted in passing', async () => {
    const archive = createArchive();
    await expect(archive.engine().verify()).rejects.toMatchObject({ code: 'MIRROR_NOT_OURS' });
    expect(archive.own()).toEqual({});
  });
});
