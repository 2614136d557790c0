import { describe, expect, test } from 'vitest';
import type { Mirror } from '../../src/mirror.js';
import type { DocumentStore } from '../../src/store.js';
import { type Archive, createArchive, nas } from './archive.js';

describe.each([
  ['with receipts', true],
  ['without receipts', false],
])('the first use by several at once, %s', (_, withReceipts) => {
  function storeOf({ store: { receipts, ...store } }: Archive): DocumentStore {
    return withReceipts ? { ...store, receipts } : store;
  }
  function archiveOf(documents: number): Archive {
    const archive = createArchive();
    for (let id = 1; id <= documents; id++) archive.put({ id });
    return archive;
  }

  test('100 documents in one process: it adopts once, and refuses none', async () => {
    const archive = archiveOf(100);
    let adopted = 0;
    const sync = archive.engine({ store: storeOf(archive) }, (mirror) => ({
      adopt(request) {
        adopted += 1;
        return mirror.adopt(request);
      },
    }));
    const ids = Array.from({ length: 100 }, (_, n) => n + 1);
    await Promise.all([sync.runSync(), ...ids.map((id) => sync.syncDocument(id))]);
    expect([adopted, archive.store.rows().filter(({ synced }) => synced).length]).toEqual([1, 100]);
  });

  test('eight instances: none is refused, and there is one marker', async () => {
    const archive = archiveOf(40);
    const engines = Array.from({ length: 8 }, () => archive.engine({ store: storeOf(archive) }));
    for (const summary of await Promise.all(engines.map((sync) => sync.runSync()))) {
      expect(summary).toMatchObject({ failed: 0 });
    }
    expect(archive.store.rows().every(({ synced }) => synced === true)).toBe(true);
  });

  /** An instance whose first look at the share is over before another one adopts it and marks documents. */
  function behind(archive: Archive) {
    const other = archive.engine({ store: storeOf(archive) });
    let first = true;
    return archive.engine({ store: storeOf(archive) }, (mirror: Mirror) => ({
      async probe() {
        const state = await mirror.probe();
        if (first) {
          first = false;
          await other.runSync();
        }
        return state;
      },
    }));
  }

  test('one that looked before another adopted looks again before it refuses', async () => {
    const run = archiveOf(3);
    const sync = behind(run);
    expect(await sync.runSync()).toMatchObject({ failed: 0 });
    expect(await sync.getStatus()).toMatchObject({ synced: 3, nas_configured: true });
    await behind(archiveOf(3)).syncDocument(2);
    expect(await behind(archiveOf(3)).testConnection()).toMatchObject({ success: true });
    expect(await behind(archiveOf(3)).getConfig()).toMatchObject({ configured: true });
    expect(await behind(archiveOf(3)).getStatus()).toMatchObject({ nas_configured: true });
    if (withReceipts) expect(await behind(archiveOf(3)).plan()).toMatchObject({ entries: [] });
  });

  test('a share that is really not there is refused all the same', async () => {
    const archive = archiveOf(3);
    const sync = archive.engine({ store: storeOf(archive) });
    await sync.runSync();
    archive.fs.rmSync(`${nas}/.docmirror`, { recursive: true });
    for (const one of [sync, archive.engine({ store: storeOf(archive) })]) {
      await expect(one.runSync()).rejects.toMatchObject({ code: 'MIRROR_NOT_OURS' });
      await expect(one.syncDocument(1)).rejects.toMatchObject({ code: 'MIRROR_NOT_OURS' });
      expect(await one.testConnection()).toMatchObject({ success: false, code: 'MIRROR_NOT_OURS' });
    }
  });
});
