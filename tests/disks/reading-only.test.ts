import { join } from 'node:path';
import { createReceiptTable, knexStore } from '@docmirror/adapter-knex';
import { describeWhere } from '@docmirror/tests-shared/needs';
import fs from 'fs-extra';
import { expect, test } from 'vitest';
import { columns } from '../support/database.mjs';
import { createOffice } from '../support/office.js';
import { scratchFolder } from '../support/scratch.js';
import { disk, needsRoot, remount } from './disk.js';

/** An office whose copies are on a small disk, and whose uploads are lost but for the first. */
async function afterTheDisaster() {
  const office = await createOffice(Array.from({ length: 4 }, () => ({})));
  await createReceiptTable(office.database);
  const share = disk(2);
  const store = knexStore(office.database, { columns, receipts: true });
  const sync = office.engine(share, {}, { store });
  expect(await sync.runSync()).toMatchObject({ synced: 4 });
  for (const id of [2, 3, 4]) fs.removeSync(join(office.sources, `${id}.bin`));
  await office.add([{}]);
  return { office, share, sync };
}

const states: Record<string, (share: string) => void> = {
  full(share) {
    const fd = fs.openSync(join(share, 'somebody-else.bin'), 'w');
    try {
      expect(() => {
        for (let n = 0; n < 100; n++) fs.writeSync(fd, Buffer.alloc(64 * 1024));
      }).toThrow(expect.objectContaining({ code: 'ENOSPC' }));
    } finally {
      fs.closeSync(fd);
    }
  },
  'read-only': (share) => remount(share, 'ro'),
};

describeWhere(needsRoot, 'a disk that cannot be written to', () => {
  test.each(Object.keys(states))('and is %s is verified, planned for and restored from', async (state) => {
    const { office, share, sync } = await afterTheDisaster();
    states[state]?.(share);
    const code = state === 'full' ? 'MIRROR_FULL' : 'MIRROR_NOT_WRITABLE';

    expect(await sync.verify()).toMatchObject({ checked: 4, missing: 0, changed: 0, unreadable: 0, cursor: null });
    expect((await sync.plan()).entries).toMatchObject([{ document_id: '5', action: 'copy' }]);
    expect(await sync.runSync({ dryRun: true })).toMatchObject({ total: 1, synced: 1 });
    expect(await sync.restore(2)).toMatchObject({ outcome: 'restored' });
    expect(await sync.restore({})).toMatchObject({ total: 4, restored: 2, present: 2, failed: 0 });
    const elsewhere = scratchFolder();
    expect(await sync.restore({}, { to: elsewhere })).toMatchObject({ total: 4, restored: 4 });
    for (const id of [2, 3, 4]) {
      expect(fs.existsSync(join(office.sources, `${id}.bin`))).toBe(true);
    }
    // Whoever writes is told, as ever.
    expect(await sync.testConnection()).toMatchObject({ success: false, code });
    await expect(sync.runSync()).rejects.toMatchObject({ code });
    if (state === 'read-only') remount(share, 'rw');
  });

  test('and is read-only: what is damaged is found, and cannot be repaired', async () => {
    const { share, sync } = await afterTheDisaster();
    fs.writeFileSync(join(share, '2024/01/invoices/document-1.pdf'), 'damaged');
    remount(share, 'ro');
    expect(await sync.verify()).toMatchObject({ checked: 4, changed: 1 });
    expect(await sync.verify({ repair: true })).toMatchObject({ stopped: { code: 'MIRROR_NOT_WRITABLE' } });
    remount(share, 'rw');
    expect(await sync.verify({ repair: true })).toMatchObject({ changed: 1, repaired: 1 });
  });
});
