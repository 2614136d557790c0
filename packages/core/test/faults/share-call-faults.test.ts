import { describe, expect, test } from 'vitest';
import { isSyncError } from '../../src/errors/sync-error.js';
import { allLost } from '../sim/power-loss.js';
import type { SimCall, SimFault, SimOperation } from '../sim/sim-call.js';
import { systemError } from '../sim/sim-error.js';
import { cloneWorld, startMs } from '../sim/world.js';
import { type Case, runCases, setUpManyCases } from './many-cases.js';
import { brokenNow, loseAll, openSimShare, type ShareCall, type SimShare, temporaryAnywhere } from './share-call.js';
import { shareCalls } from './share-calls.js';

const day = 24 * 60 * 60 * 1000;
const errorNames = ['ENOSPC', 'EIO', 'ENOENT', 'EACCES', 'EINVAL', 'ENOTDIR', 'ESTALE', 'a number nobody knows'];
const lostAnswers = ['EIO', 'ENOTCONN', 'EEXIST'];
/** A share that says so of what is there is believed; what follows from it is put right by the next call. */
const lies = new Set(['ENOENT', 'ENOTDIR']);
const changing = new Set<SimOperation>([
  ...([
    'openSync',
    'writeSync',
    'mkdirSync',
    'rmdirSync',
    'linkSync',
    'renameSync',
    'unlinkSync',
    'fsyncSync',
  ] as const),
]);

setUpManyCases();

describe.each([
  ['folders by descriptors', true],
  ['folders by path', false],
])('one call to the system fails, %s', (way, anchored) => {
  let total = 0;

  test.each(shareCalls.map((call) => [call.name, call] as const))('%s', { timeout: 120_000 }, async (_, call) => {
    const made = callsOf(call, anchored);
    const count = await runCases(casesOf(call, anchored, made));
    expect(count).toBeGreaterThan(made.length * errorNames.length);
    total += count;
  });

  test('the cases are many', () => {
    console.log(`single faults of single calls, ${way}: ${total} cases`);
    expect(total).toBeGreaterThan(7_000);
  });
});

function callsOf(call: ShareCall, anchored: boolean): { operation: SimOperation; onShare: boolean }[] {
  const calls: { operation: SimOperation; onShare: boolean }[] = [];
  const { sim, share } = openSimShare(call.create(), anchored);
  sim.intercept = ({ operation, onShare }) => {
    calls.push({ operation, onShare: onShare() });
    return undefined;
  };
  call.call(share);
  return calls;
}

function* casesOf(call: ShareCall, anchored: boolean, made: ReturnType<typeof callsOf>): Generator<Case, void, void> {
  for (const [index, { operation, onShare }] of made.entries()) {
    const k = index + 1;
    for (const name of errorNames) {
      const fail = (at: SimCall) => ({
        error: systemError(name, at.operation),
        // A file system that says it has no fsync is believed: what was written is then as good as flushed.
        late: at.operation === 'fsyncSync' && name === 'EINVAL',
      });
      yield faultCase(call, anchored, `${name} at call ${k}`, lies.has(name), (at) =>
        at.index === k ? fail(at) : undefined,
      );
      if (!onShare) continue;
      yield faultCase(call, anchored, `${name} from call ${k} on`, lies.has(name), (at) =>
        at.index === k || (at.index > k && at.onShare()) ? fail(at) : undefined,
      );
    }
    if (changing.has(operation)) {
      for (const name of lostAnswers) {
        const fault = { error: systemError(name, operation), late: true };
        yield faultCase(call, anchored, `${name} after call ${k}`, false, (at) => (at.index === k ? fault : undefined));
      }
    }
    if (operation === 'writeSync') {
      for (const fault of [{ accept: 0 }, { accept: 1 }, { accept: 5, silently: true }]) {
        const name = `call ${k} writes ${fault.accept}`;
        yield faultCase(call, anchored, name, false, (at) => (at.index === k ? fault : undefined));
      }
    }
  }
}

function faultCase(
  call: ShareCall,
  anchored: boolean,
  name: string,
  isLie: boolean,
  intercept: (at: SimCall) => SimFault | undefined,
): Case {
  return {
    name: `${anchored ? 'anchored' : 'portable'}, ${call.name}, ${name}`,
    async run() {
      const world = call.create();
      const broken: string[] = [];
      const process = openSimShare(world, anchored);
      process.sim.beforeCall = () => broken.push(...brokenNow(call, world));
      process.sim.intercept = intercept;
      const returned = attempt(call, process, broken);
      broken.push(...brokenNow(call, world));
      if (returned && !isLie) broken.push(...notDone(call, world));
      process.sim.intercept = undefined;

      // The share is well again: the same process, and days later another.
      const later = openSimShare(world, anchored, startMs + 3 * day);
      for (const next of [process, later]) {
        next.share.release();
        if (next.sim.openDescriptors() > 0) broken.push('descriptors are left open');
        if (!attempt(call, next, broken)) broken.push('the next call fails');
        broken.push(...brokenNow(call, world), ...notDone(call, world));
      }
      const left = temporaryAnywhere(world);
      if (left.length > 0) broken.push(`${left} is never removed`);
      return broken;
    },
  };
}

/** Whether it returned. */
function attempt(call: ShareCall, { share }: SimShare, broken: string[]): boolean {
  try {
    call.call(share);
    return true;
  } catch (error) {
    if (!isSyncError(error) || error.code === 'INTERNAL_ERROR') broken.push(`it threw ${error}`);
    return false;
  }
}

function notDone(call: ShareCall, world: ReturnType<ShareCall['create']>): string[] {
  const after = cloneWorld(world);
  loseAll(after, allLost);
  const lost = [...call.done(after), ...brokenNow(call, after)].map((what) => `after a power loss: ${what}`);
  return [...call.done(world), ...lost];
}
