import { createFsFromVolume, Volume } from 'memfs';
import { describe, expect, test } from 'vitest';
import type { DocumentId } from '../../src/document.js';
import type { IdType } from '../../src/document-id.js';
import type { FileSystem } from '../../src/mount/file-system.js';
import { mountMirror } from '../../src/mount/mount-mirror.js';
import { createSyncEngine } from '../../src/run/engine.js';
import { memoryStore } from '../../src/testing/memory-store.js';

/** An engine over documents with these ids. */
function engineOver(ids: readonly DocumentId[], idType: IdType, receipts: boolean) {
  const fs = createFsFromVolume(Volume.fromJSON({ '/nas/.keep': '', '/uploads/.keep': '' }));
  fs.unlinkSync('/nas/.keep');
  const store = memoryStore([], { idType, receipts });
  for (const [n, id] of ids.entries()) {
    fs.writeFileSync(`/uploads/${n}`, `content of ${n}`);
    store.put({ id, type: 'invoice', date: '2024-01-31', source: String(n), fileName: 'same.pdf' });
  }
  const sync = createSyncEngine({
    store,
    mirror: mountMirror({ path: '/nas', fileSystem: fs as unknown as FileSystem }),
    sourceRoot: '/uploads',
  });
  return { fs, store, sync };
}

/** Ids that a table may hold, and that no call of ours could name afterwards. */
const odd: readonly (readonly [string, IdType, readonly DocumentId[], readonly DocumentId[]])[] = [
  ['a text of more than 1,000 characters', 'text', ['a', 'b', 'd'], ['x'.repeat(1_001)]],
  ['a text with a NUL', 'text', ['a', 'd'], ['b\0c']],
  ['an empty text', 'text', ['a', 'd'], ['']],
  ['half a surrogate pair', 'text', ['a', 'd'], ['b\ud800']],
  ['bytes that were no text', 'text', ['a', 'd'], ['b\ufffd']],
  ['a number beyond 2^53', 'integer', [-7, 1, 3], [9_007_199_254_740_993n]],
  ['a number beyond 2^63', 'bigint', [-(2n ** 63n), 1n], [2n ** 63n]],
  ['a UUID in upper case', 'uuid', ['0b9f2c1e-3f0a-4c8e-9f43-0a9a1b2c3d4e'], ['0B9F2C1E-3F0A-4C8E-9F43-0A9A1B2C3D4F']],
];

describe.each([true, false])('ids as a table may hold them, receipts: %s', (receipts) => {
  test.each(odd)('%s is refused by itself, at once and in every run', async (_, idType, good, bad) => {
    const { store, sync } = engineOver([...good, ...bad], idType, receipts);
    for (const [run, synced] of [good.length, 0].entries()) {
      const summary = await sync.runSync();
      const failures = bad.map((id) => ({ document_id: String(id), code: 'DOCUMENT_ID_INVALID' }));
      expect(summary, `run ${run}`).toMatchObject({ synced, failed: bad.length, failures });
      expect(summary.stopped).toBeUndefined();
    }
    const marked = store.rows().filter(({ synced }) => synced);
    expect(marked.map(({ id }) => id).sort()).toEqual([...good].sort());
    for (const id of good) expect(await sync.syncDocument(id)).toMatchObject({ success: true });
    // A UUID is read in lower case, and no row has that one.
    const code = idType === 'uuid' ? 'DOCUMENT_NOT_FOUND' : 'DOCUMENT_ID_INVALID';
    for (const id of bad) await expect(sync.syncDocument(id)).rejects.toMatchObject({ code });
    if (!receipts) return;
    expect((await sync.plan()).entries).toMatchObject(
      bad.map(() => ({ action: 'conflict', code: 'DOCUMENT_ID_INVALID' })),
    );
    expect(await sync.getFailures()).toEqual({ failures: [], cursor: null });
    expect(await sync.verify()).toMatchObject({ checked: good.length, findings: [] });
    await sync.stop();
  });
});

test('the longest ids: 500 with receipts, 1,000 without; every call takes them', async () => {
  for (const [receipts, longest] of [
    [true, 500],
    [false, 1_000],
  ] as const) {
    const id = 'é'.repeat(longest);
    const { sync } = engineOver(['a', id, `${id}!`], 'text', receipts);
    expect(await sync.runSync()).toMatchObject({ synced: 2, failed: 1 });
    await expect(sync.syncDocument(id)).resolves.toMatchObject({ success: true });
    await sync.markChanged([id]);
    expect(await sync.runSync()).toMatchObject({ synced: 1, failed: 1 });
    if (receipts) expect(await sync.restore(id)).toMatchObject({ outcome: 'present' });
  }
});

test('negative ids are ids like any other: run, single document, failures, verify, restore', async () => {
  const { fs, sync } = engineOver([-2, -1, 0, 1], 'integer', true);
  fs.unlinkSync('/uploads/1');
  expect(await sync.runSync()).toMatchObject({
    synced: 3,
    failures: [{ document_id: '-1', code: 'SOURCE_NOT_FOUND' }],
  });
  expect((await sync.getFailures()).failures).toMatchObject([{ document_id: '-1' }]);
  fs.writeFileSync('/uploads/1', 'found');
  await sync.syncDocument('-1');
  expect(await sync.verify()).toMatchObject({ checked: 4, findings: [] });
  fs.unlinkSync('/uploads/0');
  expect(await sync.restore('-2')).toMatchObject({ outcome: 'restored' });
});
