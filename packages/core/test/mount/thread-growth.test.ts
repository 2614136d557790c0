import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { createThreadGrowth } from '../../src/mount/process/thread-growth.js';

beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
});

/** Threads that are ready when told; `busy` is what the processors are said to be. */
function growing(wanted: number) {
  const threads = { count: 0, wanted, busy: false, grown: 0, starting: [] as (() => void)[] };
  const grow = createThreadGrowth(
    {
      get count() {
        return threads.count;
      },
      get wanted() {
        return threads.wanted;
      },
      start(onReady) {
        threads.count += 1;
        threads.starting.push(onReady);
      },
    },
    () => {
      threads.grown += 1;
    },
    () => () => threads.busy,
  );
  const allReady = () => {
    for (const ready of threads.starting.splice(0)) ready();
    vi.runOnlyPendingTimers();
  };
  return { threads, grow, allReady };
}

it('starts two threads, and as many again once those are ready, up to what is wanted', () => {
  const { threads, grow, allReady } = growing(11);
  grow();
  expect(threads.count).toBe(2);
  grow();
  expect(threads.count).toBe(2);
  const counts = [1, 2, 3, 4].map(() => {
    allReady();
    return threads.count;
  });
  expect(counts).toEqual([4, 8, 11, 11]);
  expect(threads.grown).toBe(4);
});

it('starts no more than there are copies, and more once there are', () => {
  const { threads, grow, allReady } = growing(1);
  grow();
  allReady();
  expect(threads.count).toBe(1);
  threads.wanted = 3;
  grow();
  expect(threads.count).toBe(3);
});

it('waits while the processors are busy', () => {
  const { threads, grow, allReady } = growing(8);
  threads.busy = true;
  grow();
  expect(threads.count).toBe(2);
  allReady();
  vi.runOnlyPendingTimers();
  expect(threads.count).toBe(2);
  threads.busy = false;
  vi.runOnlyPendingTimers();
  expect(threads.count).toBe(4);
});

it('looks for 50 ms, for twice as long each time they are busy, never for more than a second', () => {
  const { threads, grow } = growing(8);
  threads.busy = true;
  grow();
  for (const ready of threads.starting.splice(0)) ready();
  const looks: number[] = [];
  for (let n = 0; n < 7; n++) {
    const before = Date.now();
    vi.advanceTimersToNextTimer();
    looks.push(Date.now() - before);
  }
  expect(looks).toEqual([50, 100, 200, 400, 800, 1_000, 1_000]);
  threads.busy = false;
  vi.advanceTimersToNextTimer();
  expect(threads.count).toBe(4);
  for (const ready of threads.starting.splice(0)) ready();
  vi.advanceTimersByTime(50);
  expect(threads.count).toBe(8);
});
