import { describe, expect, test } from 'vitest';
import { createArchive } from '../run/archive.js';

describe.each(['MIRROR_FULL', 'MIRROR_NOT_WRITABLE'] as const)('a share that cannot be written to (%s)', (code) => {
  async function archived() {
    const archive = createArchive();
    for (let id = 1; id <= 3; id++) archive.put({ id });
    await archive.engine().runSync();
    archive.put({ id: 4 });
    const writes: string[] = [];
    const sync = archive.engine({}, (mirror) => ({
      probe: async (request) => (request?.readOnly ? mirror.probe(request) : { usable: false, code, params: {} }),
      adopt: () => Promise.reject(new Error('adopted')),
      async write({ name }) {
        writes.push(name);
      },
    }));
    return { archive, sync, writes };
  }

  test('is verified, planned for and restored from, without a write', async () => {
    const { archive, sync, writes } = await archived();
    archive.fs.unlinkSync(`${archive.uploads}/2.pdf`);
    const before = archive.copies();
    expect(await sync.verify()).toMatchObject({ checked: 3, findings: [], cursor: null });
    expect((await sync.plan()).entries).toMatchObject([{ document_id: '4', action: 'copy' }]);
    expect(await sync.runSync({ dryRun: true })).toMatchObject({ total: 1, synced: 1 });
    expect(await sync.restore(2)).toMatchObject({ outcome: 'restored' });
    expect(await sync.restore({})).toMatchObject({ present: 3, failed: 0 });
    expect(writes).toEqual([]);
    expect(archive.copies()).toEqual(before);
  });

  test('one copy that is not there does not make it unusable for the others', async () => {
    const { archive, sync } = await archived();
    archive.fs.unlinkSync(`${archive.nas}/2024/01/invoices/1.pdf`);
    for (const id of [1, 2, 3]) archive.fs.unlinkSync(`${archive.uploads}/${id}.pdf`);
    const summary = await sync.restore({});
    expect(summary).toMatchObject({ restored: 2, failed: 1, failures: [{ document_id: '1', code: 'COPY_MISSING' }] });
    expect(summary).not.toHaveProperty('stopped');
    expect(await sync.verify()).toMatchObject({ checked: 3, missing: 1 });
  });

  test('says so to whoever writes, also after it was read from', async () => {
    const { sync } = await archived();
    await sync.verify();
    expect(await sync.getConfig()).toMatchObject({ configured: false, path_writable: false });
    expect(await sync.testConnection()).toMatchObject({ success: false, code });
    expect(await sync.getStatus()).toMatchObject({ nas_configured: false });
    await expect(sync.runSync()).rejects.toMatchObject({ code });
    await expect(sync.syncDocument(4)).rejects.toMatchObject({ code });
  });
});
