import { expect, test } from 'vitest';
import { createOffice } from '../support/office.js';
import { describeWhere } from '../support/requirements.js';
import { copiesBelow } from '../support/tree.js';
import { behind, healAfterwards, nasControl, needsControl, shareFolder } from './mount.js';

describeWhere(needsControl, 'a share that the server turns read-only', () => {
  test('nothing is tried, the test says so, and the next run after it is writable goes on', {
    timeout: 180_000,
  }, async () => {
    const office = await createOffice([{}, {}, {}]);
    const share = shareFolder();
    const sync = office.engine(share, {}, { probeTimeoutMs: 60_000 });
    expect(await sync.runSync()).toMatchObject({ synced: 3 });

    await office.add([{}, {}]);
    nasControl('readonly');
    healAfterwards(() => nasControl('readwrite'));
    expect(await sync.testConnection()).toMatchObject({ success: false, code: 'MIRROR_NOT_WRITABLE' });
    await expect(sync.runSync()).rejects.toMatchObject({ code: 'MIRROR_NOT_WRITABLE' });
    expect(await sync.getConfig()).toMatchObject({ configured: false, path_exists: true, path_writable: false });
    expect((await office.rows()).filter(({ synced }) => synced)).toHaveLength(3);
    expect(copiesBelow(behind(share))).toHaveLength(3);

    nasControl('readwrite');
    expect(await sync.testConnection()).toMatchObject({ success: true });
    expect(await sync.runSync()).toMatchObject({ total: 2, synced: 2, failed: 0 });
    expect(await office.markedWithoutCopy(behind(share))).toEqual([]);
  });

  test('in mid-run: the run stops and says so, and no document is marked that is not there', {
    timeout: 180_000,
  }, async () => {
    const office = await createOffice(Array.from({ length: 60 }, () => ({})));
    const share = shareFolder();
    const sync = office.engine(share, {}, { probeTimeoutMs: 60_000, concurrency: 2 });
    let copies = 0;
    sync.on('document:copied', () => {
      copies += 1;
      if (copies === 1) nasControl('readonly');
    });
    healAfterwards(() => nasControl('readwrite'));
    const summary = await sync.runSync();
    expect(summary.stopped?.code, JSON.stringify(summary.stopped)).toBe('MIRROR_NOT_WRITABLE');
    expect(summary.synced).toBeLessThan(60);
    expect(await office.markedWithoutCopy(behind(share))).toEqual([]);

    nasControl('readwrite');
    const rest = await sync.runSync();
    expect(rest).toMatchObject({ failed: 0, synced: 60 - summary.synced });
    expect(copiesBelow(behind(share))).toHaveLength(60);
  });
});
