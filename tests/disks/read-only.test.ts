import { describeWhere } from '@docmirror/tests-shared/needs';
import { expect, onTestFinished, test } from 'vitest';
import { createOffice } from '../support/office.js';
import { copiesBelow } from '../support/tree.js';
import { disk, needsRoot, remount } from './disk.js';

describeWhere(needsRoot, 'a disk that is remounted read-only', () => {
  test('in mid-run: the run stops and says so, and once it is writable again a run brings the rest', async () => {
    const office = await createOffice(Array.from({ length: 1_500 }, () => ({})));
    const share = disk(32);
    const sync = office.engine(share);
    let done = 0;
    sync.on('document:copied', () => {
      done += 1;
      if (done === 1) remountBusy(share);
    });
    const summary = await sync.runSync();
    expect(summary).toMatchObject({ total: 1_500, stopped: { code: 'MIRROR_NOT_WRITABLE' } });
    expect(await office.markedWithoutCopy(share)).toEqual([]);
    expect(await sync.testConnection()).toMatchObject({ success: false, code: 'MIRROR_NOT_WRITABLE' });
    await expect(sync.runSync()).rejects.toMatchObject({ code: 'MIRROR_NOT_WRITABLE' });

    remount(share, 'rw');
    expect(await sync.runSync()).toMatchObject({ synced: 1_500 - summary.synced, failed: 0 });
    expect(copiesBelow(share)).toHaveLength(1_500);
    expect(await office.markedWithoutCopy(share)).toEqual([]);
  });
});

/** The system refuses while a file is open for writing, which in mid-run is now and then. */
function remountBusy(share: string): void {
  for (let attempt = 1; ; attempt++) {
    try {
      remount(share, 'ro');
      onTestFinished(() => remount(share, 'rw'));
      return;
    } catch (error) {
      if (attempt === 200) throw error;
    }
  }
}
