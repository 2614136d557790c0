import { describe, expect, test } from 'vitest';
import { startingStates } from '../sim/starting-states.js';
import { type Case, runCases, setUpManyCases } from './many-cases.js';
import {
  type CaseOptions,
  callsOf,
  errorCase,
  errorClasses,
  errorNames,
  lostWriteCase,
  shortWriteCase,
} from './single-fault.js';

/** Calls that change something, so that it matters whether they did before their answer was lost. */
const changing = new Set(['openSync', 'writeSync', 'mkdirSync', 'linkSync', 'renameSync', 'unlinkSync', 'fsyncSync']);
const lostAnswers = ['EIO', 'ETIMEDOUT', 'ENOTCONN', 'EEXIST', 'ENOENT', 'a number nobody knows'];

/** From these, every call fails with every number; from the others, with one of each class. */
const inFullByDescriptors = [
  'an empty root, not adopted',
  'an adopted root',
  'a document synced before',
  'other files under the names',
  'two documents of one name',
  'no hard links, two documents of one name',
];
const inFullByPath = ['no hard links, an empty root'];

/** Every call of a run fails, from every starting state, in every way; see the promises in promises.ts. */
export function singleFaultGrid(anchored: boolean): void {
  setUpManyCases();

  describe(`one call fails, ${anchored ? 'folders by descriptors' : 'folders by path'}`, () => {
    let total = 0;
    test.each(Object.entries(startingStates))('%s', { timeout: 120_000 }, async (state, create) => {
      const options: CaseOptions = { state, create, anchored, converged: new Set() };
      const inFull = anchored ? inFullByDescriptors : inFullByPath;
      const names = inFull.includes(state) ? errorNames : errorClasses;
      const calls = await callsOf(options);
      const count = await runCases(casesOf(options, calls, names));
      expect(count).toBeGreaterThan(calls.length * names.length);
      total += count;
    });

    test('the cases are many', () => {
      console.log(`single faults, ${anchored ? 'by descriptors' : 'by path'}: ${total} cases`);
      expect(total).toBeGreaterThan(anchored ? 20_000 : 10_000);
    });
  });
}

function* casesOf(
  options: CaseOptions,
  calls: Awaited<ReturnType<typeof callsOf>>,
  names: readonly string[],
): Generator<Case, void, void> {
  for (const [index, { operation, onShare }] of calls.entries()) {
    const k = index + 1;
    for (const [n, name] of names.entries()) {
      // Every sixth goes on in the same process, the others in a new one; each call is met in both ways.
      yield errorCase(options, k, 'once', name, (k + n) % 6 === 0);
      // Where the call is not on the share, this is the case of the next call that is.
      if (onShare) yield errorCase(options, k, 'for good', name, (k + n) % 6 === 3);
    }
    if (changing.has(operation)) for (const name of lostAnswers) yield errorCase(options, k, 'late', name, true);
    if (operation === 'writeSync') {
      for (const accept of [0, 1, 7]) yield shortWriteCase(options, k, accept);
      yield lostWriteCase(options, k);
    }
  }
}
