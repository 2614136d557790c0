import { describe, expect, test } from 'vitest';
import { allKept, allLost, losePower, mixture, namesFirst, type PowerLoss, zeros } from '../sim/power-loss.js';
import { brokenPromises, temporaryFiles } from '../sim/promises.js';
import { startingStates } from '../sim/starting-states.js';
import { durableContent, isWhole } from '../sim/watch.js';
import { cloneWorld, type World } from '../sim/world.js';
import { type Converged, goOn } from './aftermath.js';
import { runUntil } from './dead-process.js';
import { runCases, setUpManyCases } from './many-cases.js';
import { callsOf } from './single-fault.js';

const mixtures = 8;

setUpManyCases();

describe.each([
  ['folders by descriptors', true],
  ['folders by path', false],
])('the process is killed at every call, %s', (way, anchored) => {
  let total = 0;

  test.each(Object.entries(startingStates))('%s', { timeout: 120_000 }, async (state, create) => {
    const converged: Converged = new Set();
    const calls = await callsOf({ create, anchored });
    // One more than there are: killed when all is done.
    const cases = Array.from({ length: calls.length + 1 }, (_, n) => ({
      name: `${way}, ${state}, killed at call ${n + 1}`,
      run: () => killedAt(create, anchored, n + 1, converged),
    }));
    total += (await runCases(cases)) * (4 + mixtures);
  });

  test('the cases are many', () => {
    console.log(`crash states, ${way}: ${total} cases`);
    expect(total).toBeGreaterThan(10_000);
  });
});

async function killedAt(create: () => World, anchored: boolean, k: number, converged: Converged): Promise<string[]> {
  const world = create();
  const before = temporaryFiles(world);
  const broken: string[] = [];
  await runUntil(world, anchored, k, (what) => broken.push(what));
  const losses = [
    allKept,
    allLost,
    namesFirst,
    zeros,
    ...Array.from({ length: mixtures }, (_, n) => mixture(k * 100 + n)),
  ];
  for (const loss of losses) broken.push(...(await recover(cloneWorld(world), loss, { anchored, before, converged })));
  return broken;
}

/** The host comes up again and runs; when it is done, the power fails once more. */
async function recover(
  world: World,
  loss: PowerLoss,
  { anchored, before, converged }: { anchored: boolean; before: readonly string[]; converged: Converged },
): Promise<string[]> {
  losePower(world.share, loss);
  for (const path of world.handMade) {
    const content = durableContent(world, path);
    if (content !== undefined && !isWhole(world, path, content)) world.foreign.set(path, content);
  }
  const broken = brokenPromises(world);
  broken.push(...(await goOn({ world, anchored, before }, undefined, converged)));
  losePower(world.share, allLost);
  broken.push(...brokenPromises(world));
  return broken.map((what) => `${loss.name}: ${what}`);
}
