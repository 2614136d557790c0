import { join } from 'node:path';
import { describeWhere } from '@docmirror/tests-shared/needs';
import fs from 'fs-extra';
import { expect, test } from 'vitest';
import { createOffice } from '../support/office.js';
import { copiesBelow, filesBelow } from '../support/tree.js';
import { behind, healAfterwards, nasControl, needsControl, place, shareFolder } from './mount.js';

const documents = 80;

describeWhere(needsControl, 'a share that is lazily unmounted in mid-run', () => {
  test('nothing lands on the local disk, every mark has its copy, and after the remount a run brings the rest', {
    timeout: 180_000,
  }, async () => {
    const office = await createOffice(Array.from({ length: documents }, () => ({})));
    const share = shareFolder();
    // What stands below the mount point once the share is off: the same path as on the share, empty. Worse than nothing
    // being there, since every call by path then works.
    const local = share;
    const sync = office.engine(share, {}, { concurrency: 4 });
    let mounted = true;
    const mount = () => {
      if (mounted) return;
      nasControl('mount');
      mounted = true;
    };
    healAfterwards(mount);
    const ignore = sync.on('document:copied', () => {
      ignore();
      nasControl('umount', '-l');
      mounted = false;
      fs.mkdirSync(local, { recursive: true });
    });
    const summary = await sync.runSync();
    expect(mounted).toBe(false);
    expect(summary.stopped?.code, JSON.stringify(summary)).toBe('MIRROR_LOST');
    expect(summary.synced).toBeLessThan(documents);

    // Only empty folders, if anything, on the local disk.
    expect(filesBelow(place)).toEqual([]);
    expect(await sync.testConnection()).toMatchObject({ success: false, code: 'MIRROR_NOT_OURS' });
    await expect(sync.runSync()).rejects.toMatchObject({ code: 'MIRROR_NOT_OURS' });
    expect(filesBelow(place)).toEqual([]);
    expect(await office.markedWithoutCopy(behind(share))).toEqual([]);
    for (const name of fs.readdirSync(place)) fs.removeSync(join(place, name));

    mount();
    const rest = await sync.runSync();
    expect(rest).toMatchObject({ failed: 0, total: documents - summary.synced, synced: documents - summary.synced });
    expect(await office.markedWithoutCopy(behind(share))).toEqual([]);
    expect(copiesBelow(behind(share))).toHaveLength(documents);
  });
});
