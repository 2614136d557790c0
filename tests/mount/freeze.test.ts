import { setTimeout as sleep } from 'node:timers/promises';
import { describeWhere } from '@docmirror/tests-shared/needs';
import { expect, test } from 'vitest';
import { startHost } from '../support/host-process.js';
import { createOffice } from '../support/office.js';
import { until, within } from '../support/wait.js';
import { behind, healAfterwards, nasControl, needsControl, shareFolder } from './mount.js';

const documents = 200;
const stallMs = 6_000;
const probeTimeoutMs = 3_000;

describeWhere(needsControl, 'a server that freezes in mid-run', () => {
  test('the host goes on: its files, its name look-ups, its status, its exit', { timeout: 300_000 }, async () => {
    const office = await createOffice(Array.from({ length: documents }, () => ({})));
    const share = shareFolder();
    const host = await startHost({
      DATABASE: office.databaseFile,
      SOURCES: office.sources,
      NAS_PATH: share,
      STALL_MS: String(stallMs),
      PROBE_TIMEOUT_MS: String(probeTimeoutMs),
    });
    const ask = async (path: string, method = 'GET') => {
      const start = performance.now();
      const response = await fetch(`${host.url}${path}`, { method, signal: AbortSignal.timeout(60_000) });
      const body: unknown = await response.json();
      return { status: response.status, body, ms: performance.now() - start };
    };
    await ask('/work');
    await ask('/sync/status');

    const run = ask('/sync/run', 'POST');
    await until('the first copies are marked', 60_000, () => host.lines.includes('copied'));
    let frozen = true;
    healAfterwards(() => {
      if (frozen) nasControl('thaw');
    });
    nasControl('freeze');

    // Until the run gives up.
    const times = { work: [] as number[], status: [] as number[] };
    let answered = false;
    run
      .then(() => {
        answered = true;
      })
      .catch(() => undefined);
    while (!answered) {
      const work = await ask('/work');
      const status = await ask('/sync/status');
      expect([work.status, status.status]).toEqual([200, 200]);
      times.work.push(work.ms);
      times.status.push(status.ms);
      await sleep(100);
    }
    const { status, body } = await run;
    expect(status).toBe(200);
    expect(body).toMatchObject({ stopped: { code: 'MIRROR_NOT_ANSWERING' } });
    for (const [what, ms] of Object.entries(times)) {
      const sorted = ms.toSorted((a, b) => a - b);
      const at = (part: number) => Math.round(sorted[Math.floor(part * (sorted.length - 1))] ?? Number.NaN);
      console.log(
        `frozen share: ${ms.length} times ${what}, median ${at(0.5)} ms, 19 of 20 within ${at(0.95)} ms, slowest ${at(1)} ms`,
      );
      expect(ms.length).toBeGreaterThan(10);
      // A host that is slowed by a share waits for seconds, and for ever. The machine itself may be busy now and then.
      expect(at(0.95)).toBeLessThan(100);
      expect(at(1)).toBeLessThan(1_000);
    }

    const test = await within('the probe has its deadline', probeTimeoutMs + 5_000, ask('/sync/test', 'POST'));
    expect(test).toMatchObject({ status: 200, body: { success: false, code: 'MIRROR_NOT_ANSWERING' } });

    host.child.kill('SIGTERM');
    expect(await within('the host ends', 15_000, host.exited)).toEqual({ code: 0, signal: null });

    nasControl('thaw');
    frozen = false;
    expect(await office.markedWithoutCopy(behind(share))).toEqual([]);
    const sync = office.engine(share, {}, { probeTimeoutMs: 60_000 });
    await until('the share is usable again', 120_000, async () => (await sync.testConnection()).success);
    expect(await sync.runSync()).toMatchObject({ failed: 0 });
    expect((await office.rows()).filter(({ synced }) => synced)).toHaveLength(documents);
    expect(await office.markedWithoutCopy(behind(share))).toEqual([]);
  });

  test('a host that is told to end while a call hangs ends in time, and its caller gets an answer', {
    timeout: 300_000,
  }, async () => {
    const office = await createOffice(Array.from({ length: documents }, () => ({})));
    const host = await startHost({
      DATABASE: office.databaseFile,
      SOURCES: office.sources,
      NAS_PATH: shareFolder(),
      STALL_MS: '60000',
    });
    const run = fetch(`${host.url}/sync/run`, { method: 'POST' });
    await until('the first copies are marked', 60_000, () => host.lines.includes('copied'));
    nasControl('freeze');
    healAfterwards(() => nasControl('thaw'));
    host.child.kill('SIGTERM');
    const response = await within('the caller is answered', 15_000, run);
    expect(await response.json()).toMatchObject({ stopped: { code: 'ENGINE_STOPPED' } });
    expect(await within('the host ends', 15_000, host.exited)).toEqual({ code: 0, signal: null });
  });
});
