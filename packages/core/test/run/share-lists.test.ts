import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { SyncError } from '../../src/errors/sync-error.js';
import { shareReadme } from '../../src/messages/share-readme.js';
import type { WriteRequest } from '../../src/mirror.js';
import { type Archive, createArchive, disagreements } from './archive.js';

/** An engine, and the names of the files that it publishes below `.docmirror`, but its notices. */
function watched(archive: Archive) {
  const written: string[] = [];
  const sync = archive.engine({}, (mirror) => ({
    async write(request: WriteRequest) {
      await mirror.write(request);
      if (request.last && !request.name.startsWith('stores/')) written.push(request.name);
    },
  }));
  return { sync, written: () => written.splice(0).sort() };
}

describe('the lists on the share', () => {
  test('are right after each run, and only the months that changed are written', async () => {
    const archive = createArchive();
    const { sync, written } = watched(archive);
    archive.put({ id: 1, date: '2024-01-31' }, 'of 1');
    archive.put({ id: 2, date: '2024-02-01' });
    archive.put({ id: 3, date: null });
    await sync.runSync();
    const lists = (...months: string[]) => [
      ...months.map((month) => `checksums/office/${month}.sha256`),
      ...months.map((month) => `documents/office/${month}.jsonl`),
    ];
    expect(written()).toEqual(['README.txt', ...lists('2024-01', '2024-02', 'undated')]);
    expect(await disagreements(archive)).toEqual([]);

    await sync.runSync();
    expect(written()).toEqual([]);
    archive.put({ id: 2 }, 'replaced');
    await sync.runSync();
    expect(written()).toEqual(lists('2024-02'));
    archive.put({ id: 1, date: '2023-12-24' });
    await sync.runSync();
    expect(written()).toEqual(lists('2023-12', '2024-01'));
    expect(await disagreements(archive)).toEqual([]);
    // A month without copies has empty lists.
    expect(archive.own()['.docmirror/checksums/office/2024-01.sha256']).toBe('');

    archive.put({ id: 4, date: '2024-03-01' });
    await sync.syncDocument(4);
    expect(written()).toEqual([]);
    await sync.runSync();
    expect(written()).toEqual(lists('2024-03'));
  });

  test('say whose each copy is', async () => {
    const archive = createArchive();
    archive.put({ id: 1, type: ' Invoice' }, 'of 1');
    await archive.engine().runSync();
    const [receipt] = await archive.receipts();
    const text = archive.own()['.docmirror/documents/office/2024-01.jsonl'] ?? '';
    expect(JSON.parse(text)).toEqual({
      store: 'office',
      document: '1',
      type: 'invoice',
      key: '2024/01/invoices/1.pdf',
      size: 4,
      sha256: receipt?.copy?.checksum,
      version: receipt?.version,
      date: '2024-01-31',
      name: '1.pdf',
      source: '1.pdf',
      synced_at: receipt?.syncedAt?.toISOString(),
    });
    expect(text.endsWith('\n')).toBe(true);
  });

  test('of a month with more copies than one page are written in pieces', async () => {
    const archive = createArchive();
    for (let id = 1; id <= 2_500; id++) archive.put({ id });
    const pieces: WriteRequest[] = [];
    const sync = archive.engine({}, (mirror) => ({
      write(request) {
        pieces.push(request);
        return mirror.write(request);
      },
    }));
    await sync.runSync();
    const ofChecksums = pieces.filter(({ name }) => name.endsWith('.sha256'));
    expect(ofChecksums.map(({ last }) => last)).toEqual([false, false, true]);
    expect(new Set(ofChecksums.map(({ token }) => token)).size).toBe(1);
    expect(await disagreements(archive)).toEqual([]);
  });

  test('that cannot be written are a warning, and are written by the next run', async () => {
    const archive = createArchive();
    archive.put({ id: 1 });
    const refused = new SyncError('COPY_REFUSED', { params: { error: 'EACCES' } });
    const sync = archive.engine({}, () => ({ write: () => Promise.reject(refused) }));
    expect(await sync.runSync()).toMatchObject({
      synced: 1,
      warnings: [
        'Cannot be written to .docmirror on the share yet (EACCES): stores',
        'Cannot be written to .docmirror on the share yet (EACCES): 2024-01',
        'Cannot be written to .docmirror on the share yet (EACCES): README.txt',
      ],
    });
    await archive.engine().runSync();
    expect(await disagreements(archive)).toEqual([]);
  });

  test('stop the run where the share is lost meanwhile', async () => {
    const archive = createArchive();
    archive.put({ id: 1 });
    const lost = new SyncError('MIRROR_LOST', { scope: 'run' });
    const sync = archive.engine({}, (mirror) => ({
      write: (request) => (request.name.startsWith('stores/') ? mirror.write(request) : Promise.reject(lost)),
    }));
    expect(await sync.runSync()).toMatchObject({ total: 1, synced: 1, stopped: { code: 'MIRROR_LOST' } });
  });

  test('that another instance writes at the same time end as the receipts are', async () => {
    const archive = createArchive();
    archive.put({ id: 1 });
    const other = archive.engine();
    let meanwhile = true;
    const sync = archive.engine({}, (mirror) => ({
      async write(request) {
        if (meanwhile && request.name.endsWith('.sha256')) {
          meanwhile = false;
          // It brings another document of the month and writes the lists; then ours, which lack it, take their place.
          archive.put({ id: 2 });
          await other.runSync();
        }
        await mirror.write(request);
      },
    }));
    await sync.runSync();
    expect(await disagreements(archive)).toEqual([]);
  });

  test('pass sha256sum -c from the root, as README.txt says', async (context) => {
    if (spawnSync('sha256sum', ['--version']).status !== 0) return context.skip('this system has no sha256sum');
    const archive = createArchive();
    const names = [
      'a b.pdf',
      "quote's.pdf",
      'Reçu ☕.pdf',
      '-n.pdf',
      '$HOME.pdf',
      'back\\slash.pdf',
      'new\nline.pdf',
      '.hid',
    ];
    for (const [n, fileName] of names.entries())
      archive.put({ id: n + 1, fileName, date: n % 2 ? null : '2024-01-31' });
    await archive.engine().runSync();
    const root = mkdtempSync(join(tmpdir(), 'docmirror-lists-'));
    onTestFinished(() => rmSync(root, { recursive: true }));
    for (const [path, content] of Object.entries({ ...archive.copies(), ...archive.own() })) {
      mkdirSync(join(root, dirname(path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    const [command = ''] = /cat .*sha256sum.*/.exec(archive.own()['.docmirror/README.txt'] ?? '') ?? [];
    expect(command).not.toBe('');
    const check = () => spawnSync('sh', ['-c', command], { cwd: root, encoding: 'utf8' });
    expect(check()).toMatchObject({ status: 0, stdout: '', stderr: '' });
    const [key = ''] = Object.keys(archive.copies());
    writeFileSync(join(root, key), 'spoilt');
    expect(check().status).not.toBe(0);
  });
});

describe('README.txt', () => {
  test('is in the language of the layout, and is put right where it is another', async () => {
    const archive = createArchive();
    const sync = archive.engine({ locale: 'fr' });
    await sync.runSync();
    expect(archive.own()['.docmirror/README.txt']).toBe(shareReadme('fr'));
    archive.fs.writeFileSync('/nas/.docmirror/README.txt', 'scribbled over');
    await sync.runSync();
    expect(archive.own()['.docmirror/README.txt']).toBe(shareReadme('fr'));
  });

  test('is not read nor written without receipts', async () => {
    const archive = createArchive();
    const { receipts: _, ...store } = archive.store;
    archive.put({ id: 1 });
    await archive.engine({ store }).runSync();
    // Only that its copies are in no list, for stores that might take them for theirs.
    expect(Object.keys(archive.own())).toEqual([
      '.docmirror/mirror.json',
      '.docmirror/stores/office/without-receipts.txt',
    ]);
  });
});
