import { describeWhere } from '@docmirror/tests-shared/needs';
import { expect, test } from 'vitest';
import { createOffice } from '../support/office.js';
import { copiesBelow } from '../support/tree.js';
import { until } from '../support/wait.js';
import { behind, healAfterwards, nasControl, needsControl, shareFolder } from './mount.js';

const documents = 60;

describeWhere(needsControl, 'a server that is killed in mid-run', () => {
  test('the run ends by itself and keeps its promises; after the restart a run brings the rest', {
    timeout: 300_000,
  }, async () => {
    const office = await createOffice(
      Array.from({ length: documents }, (_, n) => ({ content: `${n} `.repeat(30_000) })),
    );
    const share = shareFolder();
    const sync = office.engine(share, { stallMs: 4_000 }, { probeTimeoutMs: 8_000, concurrency: 2 });
    let down = false;
    healAfterwards(() => {
      if (down) nasControl('start');
    });
    const ignore = sync.on('document:copied', () => {
      ignore();
      down = true;
      nasControl('kill');
    });
    const lost: string[] = [];
    sync.on('mirror:lost', ({ code }) => void lost.push(code));
    const summary = await sync.runSync();
    expect(summary.stopped?.code).toBe('MIRROR_NOT_ANSWERING');
    expect(lost).toEqual(['MIRROR_NOT_ANSWERING']);
    expect(summary.total).toBe(documents);
    expect(await office.markedWithoutCopy(behind(share))).toEqual([]);

    nasControl('start');
    down = false;
    await until('the share is usable again', 120_000, async () => (await sync.testConnection()).success);
    const rest = await sync.runSync();
    expect(rest).toMatchObject({ failed: 0, total: documents - summary.synced, synced: documents - summary.synced });
    expect(await office.markedWithoutCopy(behind(share))).toEqual([]);
    expect(copiesBelow(behind(share))).toHaveLength(documents);
  });
});
