import { skipped } from '@docmirror/tests-shared/needs';
import { isFixedSeed, runs, seed } from '@docmirror/tests-shared/thoroughness';
import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { anyHistory } from './commands.js';
import { type Dimension, switchedOn } from './dimensions.js';
import { play } from './interpreter.js';
import type { Happenings } from './stage.js';
import type { ModelStore } from './stores.js';

/** What happens where a dimension is played. */
const signs: Record<Dimension, readonly string[]> = {
  stores: ['runs of host b'],
  engines: ['together', 'died beside another'],
  touched: ['versions touched'],
  meanwhile: ['meanwhile'],
  dumps: ['dumps loaded'],
  inside: ['sources on the share'],
  edited: ['moved by hand'],
  unkept: ['unkept'],
};

export interface ModelSuite {
  readonly name: string;
  /** Histories. */
  readonly histories: number;
  /** Tells apart those that are played side by side on stores of one kind. Default 0. */
  readonly part?: number;
  /** Why it cannot be played here. */
  readonly skip?: string | undefined;
  /** @param storeId what its lists on the share are called by. */
  create(storeId: string): Promise<ModelStore>;
  /** The store of the second host on the share. Default: another of the same kind. */
  createSecond?(storeId: string): Promise<ModelStore>;
}

/** Histories of up to 60 steps over a store, in which promises and receipts agree after every one. */
export function modelSuite({ name, histories, part = 0, skip, create, createSecond = create }: ModelSuite): void {
  const happened: Happenings = new Map();
  const numRuns = runs(histories, 25);
  const title = `whatever happens, promises and receipts agree: ${name}`;
  if (skip !== undefined) {
    skipped(title, skip);
    return;
  }

  describe(title, () => {
    const stores: ModelStore[] = [];

    test(`${numRuns} runs of up to 60 steps`, { timeout: 900_000 }, async () => {
      stores.push(await create('a'), await createSecond('b'));
      await fc.assert(
        fc.asyncProperty(anyHistory(switchedOn), (history) => play(stores, history, happened)),
        { numRuns, seed: seed + part },
      );
    });

    // Few histories may miss some of it.
    if (numRuns >= 100 && isFixedSeed) {
      test('the runs got somewhere', () => {
        const always = ['runs', 'plans', 'restored', 'repairs', 'verifications', 'rebuilt', 'away', 'crashes'];
        for (const what of [...always, ...switchedOn.flatMap((dimension) => signs[dimension])]) {
          expect(happened.get(what) ?? 0, what).toBeGreaterThan(0);
        }
      });
    }

    afterAll(async () => {
      for (const store of stores) await store.close?.();
      console.log(`model, ${name}: ${[...happened].map(([what, count]) => `${count} ${what}`).join(', ')}`);
    });
  });
}
