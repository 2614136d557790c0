import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeWhere, notSet } from '@docmirror/tests-shared/needs';
import { runs, seed } from '@docmirror/tests-shared/thoroughness';
import fs from 'fs-extra';
import knex from 'knex';
import { expect, onTestFinished, test } from 'vitest';
import { schemaUrl } from '../support/database.mjs';
import { scratchFolder } from '../support/scratch.js';
import { createOfficeUnderFire } from './office-under-fire.js';
import { randomFrom } from './random.js';
import { type StandingHost, startStandingHost } from './standing-host.js';

const url = process.env.DOCMIRROR_TEST_POSTGRES_URL;
/** Rounds, each with one kill. */
const rounds = runs(200, 4);
/** Before all is brought to its end, and a new office opens. */
const roundsPerOffice = 25;
const hostCount = 3;

const needs = {
  missing:
    process.platform !== 'linux'
      ? 'processes are watched by /proc, which Linux has'
      : url
        ? undefined
        : notSet('PostgreSQL', 'DOCMIRROR_TEST_POSTGRES_URL'),
  required: 'DOCMIRROR_REQUIRE_SERVERS',
};

describeWhere(needs, 'three hosts on one PostgreSQL and one share, one of them killed in every round', () => {
  test('every marked document has its right copy, and what is left is brought to its end', {
    timeout: 900_000,
  }, async () => {
    console.log(`several hosts killed: seed ${seed}`);
    const random = randomFrom(seed);
    const admin = knex({ client: 'pg', connection: String(url), pool: { min: 0, max: 1 } });
    onTestFinished(() => admin.destroy());
    // In memory where there is such a disk: it is the processes that are tested.
    const base = scratchFolder(fs.existsSync('/dev/shm') ? '/dev/shm' : tmpdir());
    const counts = {
      rounds: 0,
      inTheMiddle: 0,
      runs: 0,
      synced: 0,
      stopped: 0,
      offices: 0,
      marked: 0,
      copies: 0,
      twice: 0,
    };
    let runMs = 300;

    for (let generation = 0; counts.rounds < rounds; generation++) {
      const schema = `docmirror_kill_${process.pid}_${generation}`;
      await admin.raw('create schema ??', [schema]);
      onTestFinished(async () => void (await admin.raw('drop schema ?? cascade', [schema])));
      const office = await createOfficeUnderFire(join(base, String(generation)), random, {
        database: schemaUrl(String(url), schema),
        largeFiles: false,
        instancesMeet: true,
      });
      const environment = { ...office.environment, CONCURRENCY: '2' };
      const start = () => startStandingHost(environment);
      let hosts: StandingHost[] = await Promise.all(Array.from({ length: hostCount }, start));
      await office.add(30);

      for (let round = 0; round < roundsPerOffice && counts.rounds < rounds; round++) {
        const victim = hosts[random.below(hostCount)];
        const afterMs = random.below(runMs);
        const begun = performance.now();
        const running = hosts.map(async (host) => {
          const summary = await host.run();
          if (host !== victim) runMs = Math.ceil((runMs + performance.now() - begun) / 2);
          return summary;
        });
        // Files are replaced while they are copied.
        const changing = office.change();
        await sleep(afterMs);
        const killed = victim?.kill();
        const standIn = start();
        const summaries = await Promise.all(running);
        await Promise.all([killed, changing]);
        hosts = [...hosts.filter((host) => host !== victim), await standIn];

        counts.rounds += 1;
        if (summaries.includes(undefined)) counts.inTheMiddle += 1;
        for (const summary of summaries) {
          if (summary === undefined) continue;
          expect(summary.refused).toBeUndefined();
          counts.runs += 1;
          counts.synced += summary.synced ?? 0;
          if (summary.stopped) counts.stopped += 1;
        }
        expect(await office.brokenPromises(), `seed ${seed}, office ${generation}, round ${round}`).toEqual([]);
      }

      await hosts[0]?.run();
      expect(await office.brokenPromises(), `seed ${seed}, office ${generation}, at the end`).toEqual([]);
      expect(await office.pending()).toBe(0);
      counts.offices += 1;
      counts.marked += await office.marked();
      counts.copies += office.copies();
      counts.twice += office.twice();
      await Promise.all(hosts.map((host) => host.end()));
      await office.close();
    }
    console.log(`several hosts killed: ${JSON.stringify(counts)}`);
    expect(counts.stopped).toBe(0);
    expect(counts.rounds).toBe(rounds);
  });
});
