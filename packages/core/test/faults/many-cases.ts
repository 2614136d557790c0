import { someOf } from '@docmirror/tests-shared/thoroughness';
import { afterAll, beforeAll, expect } from 'vitest';
import { reuseBuffers } from '../sim/reused-buffers.js';

/** What one case found broken; nothing, if all is well. */
export interface Case {
  readonly name: string;
  run(): Promise<readonly string[]>;
}

/** So many at once: those that wait between two attempts do not hold up the others. */
const atOnce = 64;

/** Thousands of errors are made; where they come from is known. */
export function setUpManyCases(): void {
  let undo: () => void;
  let stackTraceLimit: number;
  beforeAll(() => {
    undo = reuseBuffers();
    stackTraceLimit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
  });
  afterAll(() => {
    undo();
    Error.stackTraceLimit = stackTraceLimit;
  });
}

/** Runs the cases, or the share that is asked for, and shows the first that break something. Returns how many there are. */
export async function runCases(cases: Iterable<Case>): Promise<number> {
  const all = [...cases];
  const queue = someOf(all);
  const failures: string[] = [];
  async function work(): Promise<void> {
    for (let next = queue.next(); next.done !== true && failures.length < 10; next = queue.next()) {
      const broken = await next.value.run();
      if (broken.length > 0) failures.push(`${next.value.name}: ${[...new Set(broken)].join('; ')}`);
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work));
  expect(failures.slice(0, 10)).toEqual([]);
  return all.length;
}
