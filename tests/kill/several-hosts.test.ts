import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { runs, seed } from '@docmirror/tests-shared/thoroughness';
import { expect, test } from 'vitest';
import { scratchFolder } from '../support/scratch.js';
import { createOfficeUnderFire } from './office-under-fire.js';
import { randomFrom } from './random.js';

const hostFile = fileURLToPath(new URL('../hosts/run-once.mjs', import.meta.url));
const hosts = 3;
const rounds = runs(8, 2);

test('of several hosts on one database and one share, without a lease, none breaks a promise', {
  timeout: 120_000,
}, async () => {
  const office = await createOfficeUnderFire(scratchFolder(), randomFrom(seed), { instancesMeet: true });
  const env = { ...process.env, ...office.environment };
  await office.add(40);
  for (let round = 0; round < rounds; round++) {
    const runs = Array.from({ length: hosts }, () => promisify(execFile)(process.execPath, [hostFile], { env }));
    // Files are replaced while they are copied.
    await office.change();
    await Promise.all(runs);
    expect(await office.brokenPromises(), `seed ${seed}, round ${round}`).toEqual([]);
  }
  await promisify(execFile)(process.execPath, [hostFile], { env });
  expect(await office.brokenPromises(), `seed ${seed}, at the end`).toEqual([]);
  expect(await office.pending()).toBe(0);
  expect(office.leftovers().count).toBe(0);
});
