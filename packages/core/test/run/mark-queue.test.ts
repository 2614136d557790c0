import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Copied } from '../../src/run/copied.js';
import { createMarkQueue } from '../../src/run/mark-queue.js';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const copied = { action: 'copied' } as unknown as Copied;

/** A queue whose batches take `tookMs` to send; keeps when each was sent, and how many were in it. */
function queueOf(tookMs: () => number) {
  const sent: { atMs: number; documents: number }[] = [];
  const start = performance.now();
  const queue = createMarkQueue(async (batch) => {
    sent.push({ atMs: performance.now() - start, documents: batch.length });
    await new Promise((resolve) => setTimeout(resolve, tookMs()));
  });
  /** One document every 100 ms, for so long. */
  async function feed(forMs: number) {
    for (let ms = 0; ms < forMs; ms += 100) {
      await queue.add(copied);
      await vi.advanceTimersByTimeAsync(100);
    }
  }
  return { queue, sent, feed };
}

it('sends what came within half a second', async () => {
  const { sent, feed } = queueOf(() => 10);
  await feed(1_600);
  expect(sent.map(({ atMs }) => atMs)).toEqual([500, 1_010, 1_600]);
});

it('gathers for longer where sending takes long, so that it takes no more than a fifth of the time', async () => {
  const { sent, feed } = queueOf(() => 300);
  await feed(4_000);
  expect(sent.map(({ atMs }) => atMs)).toEqual([500, 2_000, 3_500]);
  expect(sent.map(({ documents }) => documents)).toEqual([5, 15, 15]);
});

it('gathers for two seconds at most, and for less again when sending is quick again', async () => {
  let tookMs = 10_000;
  const { sent, feed } = queueOf(() => tookMs);
  await feed(10_500);
  tookMs = 10;
  await feed(3_000);
  expect(sent.map(({ atMs }) => atMs)).toEqual([500, 12_500, 13_010]);
});

it('does not wait with a full batch, nor at the end', async () => {
  const { queue, sent, feed } = queueOf(() => 400);
  await feed(600);
  for (let n = 0; n < 250; n++) await queue.add(copied);
  expect(sent.map(({ documents }) => documents)).toEqual([5]);
  await vi.advanceTimersByTimeAsync(400);
  expect(sent.map(({ documents }) => documents)).toEqual([5, 250]);
  const drained = queue.drain();
  await vi.advanceTimersByTimeAsync(800);
  await drained;
  expect(sent.map(({ documents }) => documents)).toEqual([5, 250, 1]);
});
