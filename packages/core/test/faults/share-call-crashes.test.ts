import { describe, expect, test } from 'vitest';
import { SyncError } from '../../src/errors/sync-error.js';
import { allKept, allLost, mixture, namesFirst, type PowerLoss, zeros } from '../sim/power-loss.js';
import { cloneWorld, startMs, type World } from '../sim/world.js';
import { runCases, setUpManyCases } from './many-cases.js';
import { brokenNow, loseAll, openSimShare, type ShareCall, temporaryAnywhere } from './share-call.js';
import { shareCalls } from './share-calls.js';

const day = 24 * 60 * 60 * 1000;
const mixtures = 8;

setUpManyCases();

describe.each([
  ['folders by descriptors', true],
  ['folders by path', false],
])('the process is killed at every call to the system, %s', (_, anchored) => {
  test.each(shareCalls.map((call) => [call.name, call] as const))('%s', { timeout: 120_000 }, async (name, call) => {
    const { sim, share } = openSimShare(call.create(), anchored);
    call.call(share);
    // One more than there are: killed when all is done.
    const cases = Array.from({ length: sim.calls + 1 }, (_, n) => ({
      name: `${name}, killed at call ${n + 1}`,
      run: async () => killedAt(call, anchored, n + 1),
    }));
    expect(await runCases(cases)).toBeGreaterThan(10);
  });
});

function killedAt(call: ShareCall, anchored: boolean, k: number): string[] {
  const world = call.create();
  const { sim, share } = openSimShare(world, anchored);
  sim.beforeCall = (index) => {
    if (index >= k) throw new SyncError('ENGINE_STOPPED', { scope: 'run' });
  };
  try {
    call.call(share);
  } catch (error) {
    if (!(error instanceof SyncError && error.code === 'ENGINE_STOPPED')) throw error;
  }
  const mixed = Array.from({ length: mixtures }, (_, n) => mixture(k * 100 + n));
  const losses = call.journal === true ? [allKept] : [allKept, allLost, namesFirst, zeros, ...mixed];
  return losses.flatMap((loss) => recover(call, anchored, cloneWorld(world), loss));
}

/** Another process makes the same call; when it has returned, the power fails once more. */
function recover(call: ShareCall, anchored: boolean, world: World, loss: PowerLoss): string[] {
  loseAll(world, loss);
  const broken = brokenNow(call, world);
  const { sim, share } = openSimShare(world, anchored, startMs + 3 * day);
  sim.beforeCall = () => broken.push(...brokenNow(call, world));
  call.call(share);
  sim.beforeCall = undefined;
  share.release();
  if (sim.openDescriptors() > 0) broken.push('descriptors are left open');
  broken.push(...call.done(world));
  const left = temporaryAnywhere(world);
  if (left.length > 0) broken.push(`${left} is never removed`);
  loseAll(world, allLost);
  broken.push(...call.done(world), ...brokenNow(call, world));
  return broken.map((what) => `${loss.name}: ${what}`);
}
