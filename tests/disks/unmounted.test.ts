import { execFileSync } from 'node:child_process';
import { describeWhere } from '@docmirror/tests-shared/needs';
import { expect, test } from 'vitest';
import { createOffice } from '../support/office.js';
import { filesBelow } from '../support/tree.js';
import { disk, needsRoot } from './disk.js';

describeWhere(needsRoot, 'a disk that is lazily unmounted', () => {
  test('in mid-run: nothing lands below the mount point, and the run stops', async () => {
    const office = await createOffice(Array.from({ length: 400 }, () => ({})));
    const share = disk(32);
    const sync = office.engine(share);
    let done = 0;
    sync.on('document:copied', () => {
      done += 1;
      if (done === 1) execFileSync('umount', ['-l', share]);
    });
    const summary = await sync.runSync();
    expect(summary).toMatchObject({ total: 400, failed: 0, stopped: { code: 'MIRROR_LOST' } });
    expect(summary.synced).toBeLessThan(400);
    expect(filesBelow(share)).toEqual([]);
    await expect(sync.runSync()).rejects.toMatchObject({ code: 'MIRROR_NOT_OURS' });
    expect(filesBelow(share)).toEqual([]);
    expect((await office.rows()).filter(({ synced }) => synced)).toHaveLength(summary.synced);
  });

  test('before the run: a root without marker is refused once documents are marked', async () => {
    const office = await createOffice([{}, {}]);
    const share = disk(8);
    const sync = office.engine(share);
    expect(await sync.runSync()).toMatchObject({ synced: 2 });
    await sync.stop();
    await office.add([{}]);
    execFileSync('umount', [share]);
    // A process that knows nothing of the share but what the database says.
    await expect(office.engine(share).runSync()).rejects.toMatchObject({ code: 'MIRROR_NOT_OURS' });
    expect(filesBelow(share)).toEqual([]);
  });

  test('a second file system below the root gets no copy, and has a code of its own', async () => {
    const office = await createOffice([{ date: '2024-01-31' }, { date: '2023-01-31' }]);
    const share = disk(8);
    const inner = disk(8, `${share}/2024`);
    const summary = await office.engine(share).runSync();
    expect(summary).toMatchObject({
      total: 2,
      synced: 1,
      failures: [{ document_id: '1', code: 'MIRROR_OTHER_DEVICE' }],
    });
    expect(filesBelow(inner)).toEqual([]);
    expect((await office.rows()).map(({ synced }) => synced)).toEqual([false, true]);
  });
});
