import { lookup } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { describeWhere } from '@docmirror/tests-shared/needs';
import { expect, test } from 'vitest';
import { startHost } from '../support/host-process.js';
import { createOffice } from '../support/office.js';
import { ownNodeChildren } from '../support/processes.js';
import { copiesBelow } from '../support/tree.js';
import { until, within } from '../support/wait.js';
import { faultyDisk, needsFaultfs } from './faultfs.js';

const documents = 160;
const stallMs = 1_000;

/** So many calls go through before one hangs: in the middle of a run, with some documents marked. */
const goThrough = { fsync: 120, getattr: 900, write: 120, create: 120, link: 120 };

describeWhere(needsFaultfs, 'a disk that hangs', () => {
  // `soft`: a killed caller is let go, as on CIFS. `hard`: not even that, until the disk answers again.
  for (const [call, calls] of Object.entries(goThrough)) {
    for (const how of ['soft', 'hard']) {
      test(`in ${call}, ${how}: the run stops, the host goes on, and once it answers again a run brings the rest`, {
        timeout: 180_000,
      }, async () => {
        const office = await createOffice(Array.from({ length: documents }, () => ({})));
        const disk = await faultyDisk();
        const sync = office.engine(disk.path, { stallMs });
        await disk.tell(`hang ${call}${how === 'hard' ? ' hard' : ''} after ${calls}`);
        const run = sync.runSync();
        await disk.tell('wait-hung 1 60000');

        // All of Node's four pool threads would be lost to four such calls in this process.
        const host = await within(
          'files and names',
          2_000,
          Promise.all(Array.from({ length: 8 }, () => Promise.all([readFile('/etc/hostname'), lookup('localhost')]))),
        );
        expect(host).toHaveLength(8);
        expect(await within('the status', 5_000, sync.getStatus())).toMatchObject({ total_documents: documents });

        const summary = await within('the run stops', 20_000, run);
        expect(summary).toMatchObject({ total: documents, stopped: { code: 'MIRROR_NOT_ANSWERING' } });
        expect(await office.markedWithoutCopy(disk.backing)).toEqual([]);

        const probe = await within('the test says so', 20_000, sync.testConnection());
        // Where the hung call is not one that the test makes, a disk that lets killed callers go is usable again.
        if (how === 'hard') expect(probe).toMatchObject({ success: false, code: 'MIRROR_NOT_ANSWERING' });
        expect(ownNodeChildren().length).toBeLessThanOrEqual(1);

        await disk.tell('release');
        await until('the share is usable again', 30_000, async () => (await sync.testConnection()).success);
        const rest = await sync.runSync();
        expect(rest).toMatchObject({
          failed: 0,
          total: documents - summary.synced,
          synced: documents - summary.synced,
        });
        expect(await office.markedWithoutCopy(disk.backing)).toEqual([]);
        expect(copiesBelow(disk.backing)).toHaveLength(documents);
        await sync.stop();
        await until('no copy process is left', 10_000, () => ownNodeChildren().length === 0);
      });
    }
  }

  test('for good: beside a process that cannot be ended, no other is started, however often one asks', {
    timeout: 180_000,
  }, async () => {
    const office = await createOffice(Array.from({ length: documents }, () => ({})));
    const disk = await faultyDisk();
    const sync = office.engine(disk.path, { stallMs });
    expect(await sync.testConnection()).toMatchObject({ success: true });
    await disk.tell('hang create hard');
    for (let n = 0; n < 4; n++) {
      expect(await sync.testConnection()).toMatchObject({ success: false, code: 'MIRROR_NOT_ANSWERING' });
      await expect(sync.runSync()).rejects.toMatchObject({ code: 'MIRROR_NOT_ANSWERING' });
      expect(ownNodeChildren()).toHaveLength(1);
    }
    await disk.tell('release');
    await until('the share is usable again', 30_000, async () => (await sync.testConnection()).success);
    expect(await sync.runSync()).toMatchObject({ synced: documents, failed: 0 });
  });

  for (const how of ['soft', 'hard']) {
    test(`${how}: a host that is told to end ends in time, and its open run is answered`, {
      timeout: 180_000,
    }, async () => {
      const office = await createOffice(Array.from({ length: documents }, () => ({})));
      const disk = await faultyDisk();
      const host = await startHost({
        DATABASE: office.databaseFile,
        SOURCES: office.sources,
        NAS_PATH: disk.path,
        // Long enough that only `stop` can be what lets go.
        STALL_MS: '60000',
      });
      // Some copies go through, so that marks are waiting when the disk hangs.
      await disk.tell(`hang fsync${how === 'hard' ? ' hard' : ''} after 90`);
      const run = fetch(`${host.url}/sync/run`, { method: 'POST' });
      await disk.tell('wait-hung 1 60000');
      host.child.kill('SIGTERM');
      const response = await within('the caller is answered', 15_000, run);
      expect(await response.json()).toMatchObject({ stopped: { code: 'ENGINE_STOPPED' } });
      expect(await within('the host ends', 15_000, host.exited)).toEqual({ code: 0, signal: null });
    });
  }

  test('a host that is told to end while copies wait for a mark that hangs ends in time', {
    timeout: 180_000,
  }, async () => {
    const office = await createOffice(Array.from({ length: 2 * documents }, () => ({})));
    const disk = await faultyDisk();
    const host = await startHost({
      DATABASE: office.databaseFile,
      SOURCES: office.sources,
      NAS_PATH: disk.path,
      STALL_MS: '60000',
    });
    const run = fetch(`${host.url}/sync/run`, { method: 'POST' });
    await until('the run has started', 20_000, () => host.lines.includes('run started'));
    // Each of the four threads reads the marker once; after that, only who is about to let documents be marked.
    await disk.tell('hang open path=mirror.json after 4');
    await disk.tell('wait-hung 1 60000');
    await until('many copies wait', 20_000, () => copiesBelow(disk.backing).length > documents);
    host.child.kill('SIGTERM');
    const response = await within('the caller is answered', 15_000, run);
    expect(await response.json()).toMatchObject({ stopped: { code: 'ENGINE_STOPPED' } });
    expect(await within('the host ends', 15_000, host.exited)).toEqual({ code: 0, signal: null });
    expect(await office.markedWithoutCopy(disk.backing)).toEqual([]);
  });
});
