import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describeWhere } from '@docmirror/tests-shared/needs';
import { runs, seed } from '@docmirror/tests-shared/thoroughness';
import { describe, expect, test } from 'vitest';
import { copyProcessesWith, processesWith } from '../support/processes.js';
import { scratchFolder } from '../support/scratch.js';
import { until } from '../support/wait.js';
import { createOfficeUnderFire } from './office-under-fire.js';
import { randomFrom } from './random.js';

const hostFile = fileURLToPath(new URL('../hosts/run-once.mjs', import.meta.url));
/** Kills that hit a run, over both workers. */
const kills = runs(300, 4);
/** Rounds before all is brought to its end, and a new office opens. */
const roundsPerOffice = 15;
const documentsAtFirst = 40;
/** About as long as it takes until all is copied and marked; a kill comes at a random moment of it. */
const runMs = 350;

type Victim = 'host' | 'host and copy process' | 'copy process';

const counts = { kills: 0, inTheMiddle: 0, offices: 0, leftovers: 0, byVictim: {} as Record<Victim, number> };

/** Lets a run go for a while, then kills. True where there was something to kill. */
async function runAndKill(
  environment: Record<string, string>,
  { victim, from, afterMs }: { victim: Victim; from: 'ready' | 'started'; afterMs: number },
): Promise<boolean> {
  const mark = `DOCMIRROR_TEST_MARK=${randomUUID()}`;
  const [name = '', value = ''] = mark.split('=');
  const child = spawn(process.execPath, [hostFile], {
    env: { ...process.env, ...environment, [name]: value },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const reached = new Promise<void>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line === from) resolve();
    });
  });
  await Promise.race([reached, exited]);
  await Promise.race([sleep(afterMs), exited]);
  const copyProcesses = victim === 'host' ? [] : copyProcessesWith(mark);
  const running = child.exitCode === null && child.signalCode === null;
  const hit = running && (victim !== 'copy process' || copyProcesses.length > 0);
  if (victim !== 'copy process') child.kill('SIGKILL');
  for (const pid of copyProcesses) kill(pid);
  await exited;
  // Whoever was not killed must end by itself: the host after its run, the copy process without its host.
  await until('no process of this host is left', 15_000, () => processesWith(mark).length === 0);
  return hit;
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // It ended meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function worker(workerSeed: number, wanted: number): Promise<void> {
  const random = randomFrom(workerSeed);
  const base = scratchFolder();
  let hits = 0;
  for (let generation = 0; hits < wanted; generation++) {
    const office = await createOfficeUnderFire(join(base, String(generation)), random);
    const { environment } = office;
    await office.add(documentsAtFirst);
    for (let round = 0; round < roundsPerOffice && hits < wanted; round++) {
      const victim = random.one<Victim>(['host', 'host', 'host and copy process', 'copy process']);
      // Most while copies are made; some while the share is looked at and adopted.
      const from = random.one(['ready', 'started', 'started', 'started'] as const);
      const afterMs = random.below(runMs);
      const before = office.copies();
      if (await runAndKill(environment, { victim, from, afterMs })) {
        hits += 1;
        counts.kills += 1;
        if (office.copies() > before && (await office.pending()) > 0) counts.inTheMiddle += 1;
        counts.byVictim[victim] = (counts.byVictim[victim] ?? 0) + 1;
      }
      const where = `seed ${seed}, office ${generation}, round ${round}: ${victim} killed ${afterMs} ms after ${from}`;
      expect(await office.brokenPromises(), where).toEqual([]);
      await office.change();
    }
    // Nobody kills this one.
    expect(await runAndKill(environment, { victim: 'host', from: 'ready', afterMs: 60_000 })).toBe(false);
    expect(await office.brokenPromises(), `seed ${seed}, office ${generation}, at the end`).toEqual([]);
    expect(await office.pending()).toBe(0);
    const { count, oldestMs } = office.leftovers();
    expect(oldestMs).toBeLessThan(24 * 60 * 60 * 1_000);
    counts.offices += 1;
    counts.leftovers += count;
    await office.close();
  }
}

const linux = {
  missing: process.platform === 'linux' ? undefined : 'processes are watched by /proc, which Linux has',
  required: 'DOCMIRROR_REQUIRE_DISKS',
};

describeWhere(linux, 'kill -9 at random moments of a real run', () => {
  describe('host, host and copy process, or copy process alone', () => {
    test('after every kill all promises hold, and a rerun brings all to its end', { timeout: 900_000 }, async () => {
      console.log(`kill: seed ${seed}`);
      // Two at a time: most of it is waiting for processes.
      await Promise.all([worker(seed, Math.ceil(kills / 2)), worker(seed + 1, Math.floor(kills / 2))]);
      console.log(
        `kill: ${counts.kills} kills of a run (${JSON.stringify(counts.byVictim)}), ${counts.inTheMiddle} of them between copies; ` +
          `${counts.offices} reruns to the end, ` +
          `${counts.leftovers} partials of killed processes left, all younger than a day`,
      );
      expect(counts.kills).toBe(kills);
    });
  });
});
