import { join } from 'node:path';
import { type CopyReceipt, mountMirror } from '@docmirror/core';
import { describeWhere } from '@docmirror/tests-shared/needs';
import fs from 'fs-extra';
import { expect, onTestFinished, test } from 'vitest';
import { createOffice } from '../support/office.js';
import { scratchFolder } from '../support/scratch.js';
import { copiesBelow, filesBelow, isTemporary } from '../support/tree.js';
import { until } from '../support/wait.js';
import { faultyDisk, needsFaultfs } from './faultfs.js';

const concurrency = 2;

/** A share on which a hard link takes 5 ms. */
async function slowShare() {
  const disk = await faultyDisk();
  const sources = scratchFolder();
  const mirror = mountMirror({ path: disk.path });
  onTestFinished(() => mirror.close());
  const { id: mirrorId } = await mirror.adopt({ folders: { invoice: 'invoices' } });
  await disk.tell('latency link 5');
  const { signal } = new AbortController();
  let answered = 0;
  async function copy(n: number): Promise<CopyReceipt> {
    const source = `${n}.pdf`;
    fs.writeFileSync(join(sources, source), `content of ${n}`);
    // Each in its own: a system lets nobody else change a folder in which a call hangs.
    const place = { directory: `2024/01/${n}`, fileName: source, idTag: `${n}` };
    const receipt = await mirror.copy({ mirrorId, source, sourceRoots: [sources], ...place }, { signal, concurrency });
    answered += 1;
    return receipt;
  }
  return {
    disk,
    mirror,
    mirrorId,
    copy,
    copies: (count: number) => Promise.all(Array.from({ length: count }, (_, n) => copy(n))),
    answered: () => answered,
    temporary: () => filesBelow(disk.backing).filter(isTemporary).length,
  };
}

describeWhere(needsFaultfs, 'a slow disk', () => {
  test('while a temporary name is being removed the next copies are made; each is answered once its own is gone', {
    timeout: 60_000,
  }, async () => {
    const { disk, copies, answered, temporary } = await slowShare();
    await disk.tell('hang unlink');
    const all = copies(20);
    await until('all are there', 20_000, () => copiesBelow(disk.backing).length === 20);
    await disk.tell('wait-hung 1 20000');
    expect([answered(), temporary()]).toEqual([0, 20]);
    await disk.tell('release');
    expect((await all).map(({ outcome }) => outcome)).toEqual(Array.from({ length: 20 }, () => 'copied'));
    expect([copiesBelow(disk.backing).length, temporary()]).toEqual([20, 0]);
  });

  test('no more than 32 temporary names wait: who would leave one more removes it', { timeout: 60_000 }, async () => {
    const { disk, copies, temporary } = await slowShare();
    await disk.tell('hang unlink');
    const all = copies(100);
    await disk.tell(`wait-hung ${1 + concurrency} 30000`);
    expect(temporary()).toBe(32 + concurrency);
    await disk.tell('release');
    await all;
    expect([copiesBelow(disk.backing).length, temporary()]).toEqual([100, 0]);
  });

  test('in a folder that was removed and made again meanwhile, temporary names are removed as well', async () => {
    const { disk, mirror, mirrorId, copy, temporary } = await slowShare();
    for (const round of [1, 2, 3]) {
      const { key, size, checksum } = await copy(0);
      expect([round, temporary()]).toEqual([round, 0]);
      expect(await mirror.remove({ mirrorId, copy: { key, size, checksum } })).toBe('removed');
      expect(fs.existsSync(join(disk.backing, '2024/01'))).toBe(false);
    }
  });

  test('a process killed while temporary names wait loses nothing, and a run brings the rest', {
    timeout: 120_000,
  }, async () => {
    const documents = 120;
    const office = await createOffice(Array.from({ length: documents }, () => ({})));
    const disk = await faultyDisk();
    const sync = office.engine(disk.path, { stallMs: 1_000 });
    expect(await sync.testConnection()).toMatchObject({ success: true });
    await disk.tell('latency link 5');
    await disk.tell('hang unlink after 30');
    const summary = await sync.runSync();
    expect(summary).toMatchObject({ stopped: { code: 'MIRROR_NOT_ANSWERING' } });
    expect(await office.markedWithoutCopy(disk.backing)).toEqual([]);
    await disk.tell('release');
    await until('the share is usable again', 30_000, async () => (await sync.testConnection()).success);
    expect(await sync.runSync()).toMatchObject({ failed: 0, synced: documents - summary.synced });
    expect(copiesBelow(disk.backing)).toHaveLength(documents);
  });
});
