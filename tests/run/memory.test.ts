import { setImmediate } from 'node:timers/promises';
import { createSyncEngine } from '@docmirror/core';
import { expect, test } from 'vitest';
import { endlessReceipts, endlessStore, receiptOf, scriptedMirror } from './scripted.js';

const total = 30_000;
const concurrency = 4;
/** A page, two batches of marks that wait, and the copies under way. */
const mostInHand = 500 + 2 * 250 + 2 * concurrency;

test('a run has no more in hand than a page and what waits for its mark, however many documents there are', {
  timeout: 120_000,
}, async () => {
  const seen = { read: 0, marked: 0 };
  let most = 0;
  let atOnce = 0;
  let mostAtOnce = 0;
  const mirror = scriptedMirror(async (job) => {
    atOnce += 1;
    mostAtOnce = Math.max(mostAtOnce, atOnce);
    most = Math.max(most, seen.read - seen.marked);
    await setImmediate();
    atOnce -= 1;
    return receiptOf(job);
  });
  const sync = createSyncEngine({ store: endlessStore(total, seen), mirror, sourceRoot: '/', concurrency });
  expect(await sync.runSync()).toMatchObject({ total, synced: total, failed: 0 });
  expect(seen).toEqual({ read: total, marked: total });
  expect(most).toBeLessThanOrEqual(mostInHand);
  expect(mostAtOnce).toBe(concurrency);
});

test('a summary has the first thousand failures only', { timeout: 120_000 }, async () => {
  const mirror = scriptedMirror(() =>
    Promise.reject(
      Object.assign(new Error('gone'), { name: 'SyncError', code: 'SOURCE_NOT_FOUND', scope: 'document', params: {} }),
    ),
  );
  const sync = createSyncEngine({ store: endlessStore(3_000, { read: 0, marked: 0 }), mirror, sourceRoot: '/' });
  const summary = await sync.runSync();
  expect(summary).toMatchObject({ total: 3_000, failed: 3_000 });
  expect([summary.errors.length, summary.failures.length]).toEqual([1_000, 1_000]);
});

test('with receipts it has one page more in hand, and writes the lists of the share in pieces', {
  timeout: 120_000,
}, async () => {
  const seen = { read: 0, marked: 0 };
  const store = { ...endlessStore(total, seen), receipts: endlessReceipts(total, seen) };
  let most = 0;
  const pieces: number[] = [];
  const mirror = {
    ...scriptedMirror(async (job) => {
      most = Math.max(most, seen.read - seen.marked);
      await setImmediate();
      return receiptOf(job);
    }),
    async write({ content }: { readonly content: string | null }) {
      pieces.push(content?.length ?? 0);
    },
  };
  const sync = createSyncEngine({ store, mirror, sourceRoot: '/', concurrency });
  expect(await sync.runSync()).toMatchObject({ total, synced: total, failed: 0, waiting: 0, removed: 0 });
  expect(seen).toEqual({ read: total, marked: total });
  expect(most).toBeLessThanOrEqual(mostInHand + 500);
  // Two lists, a thousand lines at a time.
  expect(pieces.length).toBeGreaterThanOrEqual((2 * total) / 1_000);
  expect(Math.max(...pieces)).toBeLessThan(1_000 * 1_000);
});
