import * as nodeFs from 'node:fs';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWhere } from '@docmirror/tests-shared/needs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FileSystem } from '../../src/mount/file-system.js';
import { mountMirror } from '../../src/mount/mount-mirror.js';
import { createSyncEngine } from '../../src/run/engine.js';
import { memoryStore } from '../../src/testing/memory-store.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'docmirror-unreadable-'));
  for (const name of ['nas', 'uploads']) mkdirSync(join(folder, name));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Real files, but this name on the share cannot be opened: whoever runs the tests may be allowed everything. */
function fileSystemWithout(name: string, code: string): FileSystem {
  const openSync = (path: nodeFs.PathLike, ...rest: never[]) => {
    if (String(path).endsWith(`/${name}`)) throw Object.assign(new Error(code), { code, errno: -13, syscall: 'open' });
    return nodeFs.openSync(path, ...(rest as unknown as [number]));
  };
  return { ...nodeFs, openSync } as unknown as FileSystem;
}

function office(fileSystem: FileSystem, receipts: boolean) {
  const store = memoryStore([], { receipts });
  const sync = createSyncEngine({
    store,
    mirror: mountMirror({ path: join(folder, 'nas'), fileSystem }),
    sourceRoot: join(folder, 'uploads'),
    retry: { attempts: 1, baseMs: 1 },
  });
  let versions = 0;
  const put = (id: number, content: string) => {
    versions += 1;
    writeFileSync(join(folder, 'uploads', `${id}`), content);
    const name = { source: `${id}`, fileName: `${id}.pdf` };
    store.put({ id, type: 'invoice', date: '2024-01-31', ...name, version: versions, synced: false });
  };
  return { store, sync, put };
}
const invoices = () => join(folder, 'nas/2024/01/invoices');

describe.each(['EACCES', 'EPERM'])('a copy that we may not read (%s)', (code) => {
  test.each([true, false])(
    'of the same size: the document gets another name, the rest its own; receipts: %s',
    async (receipts) => {
      const { sync, put } = office(fileSystemWithout('1.pdf', code), receipts);
      await sync.runSync();
      mkdirSync(invoices(), { recursive: true });
      writeFileSync(join(invoices(), '1.pdf'), 'first');
      for (const id of [1, 2]) put(id, 'first');
      expect(await sync.runSync()).toMatchObject({ synced: 2, failed: 0 });
      expect(readdirSync(invoices()).sort()).toEqual(['1-1.pdf', '1.pdf', '2.pdf']);
    },
  );

  test('that is the document’s own: its next version gets another name, and the old one is not removed unread', async () => {
    const before = office({ ...nodeFs } as unknown as FileSystem, true);
    before.put(1, 'first');
    await before.sync.runSync();
    await before.sync.stop();
    const mirrorId = String(await before.store.receipts?.expectedMirror());
    const { sync, put, store } = office(fileSystemWithout('1.pdf', code), true);
    await store.receipts?.expectMirror(mirrorId);
    await store.receipts?.keepStoreId(String(await before.store.receipts?.storeId()));
    put(1, 'first');
    await store.receipts?.write((await before.store.receipts?.page({ mirrorId, limit: 9 })) ?? []);
    put(1, 'second');
    const summary = await sync.runSync();
    expect(summary).toMatchObject({ synced: 1, failed: 0 });
    expect(summary.warnings.join()).toContain('cannot be removed yet');
    expect(readFileSync(join(invoices(), '1-1.pdf'), 'utf8')).toBe('second');
    expect(readFileSync(join(invoices(), '1.pdf'), 'utf8')).toBe('first');
  });

  test('is a finding of its own of a verification, and fails a restoration of it alone', async () => {
    const before = office({ ...nodeFs } as unknown as FileSystem, true);
    for (const id of [1, 2]) before.put(id, `content ${id}`);
    await before.sync.runSync();
    const mirror = mountMirror({ path: join(folder, 'nas'), fileSystem: fileSystemWithout('1.pdf', code) });
    const sync = createSyncEngine({ store: before.store, mirror, sourceRoot: join(folder, 'uploads') });
    const report = await sync.verify();
    expect(report.stopped).toBeUndefined();
    expect(report).toMatchObject({ checked: 2, unreadable: 1, findings: [{ document_id: '1', code: 'COPY_REFUSED' }] });
    mkdirSync(join(folder, 'back'));
    const restored = await sync.restore({}, { to: join(folder, 'back') });
    expect(restored).toMatchObject({ restored: 1, failed: 1 });
    expect(restored.errors).toEqual([`Document 1: The share refuses this file (${code})`]);
  });
});

const missing = process.getuid?.() === 0 ? undefined : 'only root may read what its owner may not';
describeWhere({ missing, required: 'DOCMIRROR_REQUIRE_DISKS' }, 'as root', () => {
  test('a copy is readable for its owner, whoever else could read the source', async () => {
    const { sync, put } = office({ ...nodeFs } as unknown as FileSystem, true);
    for (const [id, mode] of [0o044, 0o040, 0o640, 0o777].entries()) {
      put(id, `content ${id}`);
      chmodSync(join(folder, 'uploads', `${id}`), mode);
    }
    const umask = process.umask(0);
    try {
      expect(await sync.runSync()).toMatchObject({ synced: 4 });
    } finally {
      process.umask(umask);
    }
    const modes = [0, 1, 2, 3].map((id) => (statSync(join(invoices(), `${id}.pdf`)).mode & 0o777).toString(8));
    expect(modes).toEqual(['444', '440', '640', '777']);
    expect(await sync.verify()).toMatchObject({ checked: 4, findings: [] });
  });
});
