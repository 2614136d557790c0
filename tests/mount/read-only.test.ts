import { knexStore } from '@docmirror/adapter-knex';
import { describeWhere } from '@docmirror/tests-shared/needs';
import { expect, test } from 'vitest';
import { columns } from '../support/database.mjs';
import { createOffice } from '../support/office.js';
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
    // A page of pending documents, and some of the next. The server restarts to become read-only, and a call under way would
    // meet that instead: so it does while nothing is under way.
    const [firstPage, all] = [500, 520];
    const office = await createOffice(Array.from({ length: all }, () => ({})));
    const share = shareFolder();
    const store = knexStore(office.database, { columns });
    let copies = 0;
    let isFirstRun = true;
    let end: () => void = () => undefined;
    const firstPageDone = new Promise<void>((resolve) => {
      end = resolve;
    });
    const sync = office.engine(
      share,
      {},
      {
        probeTimeoutMs: 60_000,
        concurrency: 2,
        store: {
          ...store,
          async pendingPage(query) {
            if (query.after !== undefined) {
              await firstPageDone;
              if (isFirstRun) nasControl('readonly');
              isFirstRun = false;
            }
            return store.pendingPage(query);
          },
        },
      },
    );
    sync.on('document:copied', () => {
      copies += 1;
      if (copies === firstPage) end();
    });
    healAfterwards(() => nasControl('readwrite'));
    const summary = await sync.runSync();
    expect(summary.stopped?.code, JSON.stringify(summary.stopped)).toBe('MIRROR_NOT_WRITABLE');
    expect(summary.synced).toBe(firstPage);
    expect(await office.markedWithoutCopy(behind(share))).toEqual([]);

    nasControl('readwrite');
    const rest = await sync.runSync();
    expect(rest).toMatchObject({ failed: 0, synced: all - summary.synced });
    expect(copiesBelow(behind(share))).toHaveLength(all);
  });
});
