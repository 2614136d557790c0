import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { commands } from './commands.js';
import { play } from './interpreter.js';
import type { Happenings } from './stage.js';
import { type ModelStore, modelMemoryStore } from './stores.js';

/** Runs of up to 60 commands, the same ones each time; more and others by these variables. */
const runs = Number(process.env.DOCMIRROR_TEST_MODEL_RUNS ?? 150);
const seed = Number(process.env.DOCMIRROR_TEST_SEED ?? 20_240_131);

const stores: readonly { readonly name: string; readonly runs: number; create(): Promise<ModelStore> }[] = [
  { name: 'memory', runs, create: async () => modelMemoryStore() },
];

describe.each(stores)('whatever happens, promises and receipts agree: $name', ({ name, runs, create }) => {
  const happened: Happenings = new Map();

  test(`${runs} runs of up to 60 commands`, { timeout: 600_000 }, async () => {
    const store = await create();
    await fc.assert(
      fc.asyncProperty(commands, (sequence) => play(store, sequence, happened)),
      { numRuns: runs, seed },
    );
  });

  test('the runs got somewhere', () => {
    for (const what of ['runs', 'plans', 'restored', 'repairs', 'verifications', 'rebuilt', 'away', 'crashes']) {
      expect(happened.get(what) ?? 0, what).toBeGreaterThan(0);
    }
  });

  afterAll(() => console.log(`model, ${name}: ${[...happened].map(([what, count]) => `${count} ${what}`).join(', ')}`));
});
