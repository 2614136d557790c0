import { join } from 'node:path';
import fs from 'fs-extra';
import { expect, test } from 'vitest';
import { createOffice } from '../support/office.js';
import { scratchFolder } from '../support/scratch.js';
import { filesBelow } from '../support/tree.js';
import { until } from '../support/wait.js';

const documents = 300;

/** Nothing here needs rights: a folder is renamed by somebody else while a run is under way. */
async function runUnder(happens: (share: string) => void) {
  const office = await createOffice(Array.from({ length: documents }, () => ({})));
  const base = scratchFolder();
  const share = join(base, 'share');
  fs.mkdirSync(share);
  const sync = office.engine(share);
  let done = 0;
  sync.on('document:copied', () => {
    done += 1;
    if (done === 1) happens(share);
  });
  return { office, base, share, sync, summary: await sync.runSync() };
}

test('the folder of the year is renamed in mid-run: what is marked is on the share, and runs converge', {
  timeout: 60_000,
}, async () => {
  const { office, share, sync } = await runUnder((at) => fs.renameSync(join(at, '2024'), join(at, '2024 (old)')));
  expect(fs.existsSync(join(share, '2024 (old)'))).toBe(true);
  expect(await office.markedWithoutCopy(share)).toEqual([]);
  await until('all documents are synced', 30_000, async () => {
    await sync.runSync();
    return (await sync.getStatus()).pending === 0;
  });
  expect(await office.markedWithoutCopy(share)).toEqual([]);
});

test('the root is renamed away in mid-run: the run stops, and no root is made', async () => {
  const { office, base, share, sync, summary } = await runUnder((at) => fs.renameSync(at, `${at}-gone`));
  expect(['MIRROR_LOST', 'MIRROR_PATH_MISSING']).toContain(summary.stopped?.code);
  expect(fs.existsSync(share)).toBe(false);
  expect(await office.markedWithoutCopy(`${share}-gone`)).toEqual([]);
  await expect(sync.runSync()).rejects.toMatchObject({ code: 'MIRROR_PATH_MISSING' });
  expect(fs.readdirSync(base)).toEqual(['share-gone']);

  fs.renameSync(`${share}-gone`, share);
  expect(await sync.runSync()).toMatchObject({ failed: 0, synced: documents - summary.synced });
  expect(await office.markedWithoutCopy(share)).toEqual([]);
});

test('an empty folder takes the place of the root in mid-run: it stays empty of copies, and nothing in it counts', async () => {
  const { office, share, sync, summary } = await runUnder((at) => {
    fs.renameSync(at, `${at}-gone`);
    fs.mkdirSync(at);
  });
  expect(summary.stopped?.code).toBe('MIRROR_LOST');
  expect(filesBelow(share)).toEqual([]);
  expect(await office.markedWithoutCopy(`${share}-gone`)).toEqual([]);
  await expect(sync.runSync()).rejects.toMatchObject({ code: 'MIRROR_NOT_OURS' });
  expect(fs.readdirSync(share)).toEqual([]);
});
