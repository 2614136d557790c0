import { expect, it } from 'vitest';
import type { Call } from '../../src/mount/process/messages.js';
import { createWaitingCopies } from '../../src/mount/process/waiting-copies.js';

function copies(directory: string, ...ids: number[]): Call[] {
  return ids.map((id) => ({ id, name: 'copy', argument: { directory } }));
}

const alike = () => 0;

it('gives the copies of one folder in the order they came', () => {
  const waiting = createWaitingCopies();
  waiting.add(copies('a', 1, 2, 3));
  expect([1, 2, 3, 4].map(() => waiting.next(alike)?.id)).toEqual([1, 2, 3, undefined]);
  expect(waiting.size).toBe(0);
});

it('prefers the folder that ranks highest, and of those that rank the same the fullest', () => {
  const waiting = createWaitingCopies();
  waiting.add([...copies('small', 1), ...copies('full', 2, 3), ...copies('taken', 4, 5, 6)]);
  const next = () => waiting.next((directory) => (directory === 'taken' ? -1 : 0))?.id;
  expect([next(), next(), next(), next()]).toEqual([2, 1, 3, 4]);
});

it('lets no folder wait for ever', () => {
  const waiting = createWaitingCopies();
  waiting.add(copies('avoided', 1));
  const avoid = (directory: string) => (directory === 'avoided' ? -1 : 0);
  let id = 1;
  let given: number | undefined;
  while (given !== 1 && id < 10_000) {
    id += 1;
    waiting.add(copies('other', id));
    given = waiting.next(avoid)?.id;
  }
  expect(given).toBe(1);
});

it('takes out what is not wanted any more', () => {
  const waiting = createWaitingCopies();
  waiting.add([...copies('a', 1, 2), ...copies('b', 3)]);
  expect(waiting.remove(({ id }) => id !== 2).map(({ id }) => id)).toEqual([1, 3]);
  expect(waiting.size).toBe(1);
  expect(waiting.next(alike)?.id).toBe(2);
});
