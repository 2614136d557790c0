import { setTimeout as sleep } from 'node:timers/promises';

/** Looks until it is so; rejects with `what` after `ms`. */
export async function until(what: string, ms: number, look: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + ms;
  while (!(await look())) {
    if (performance.now() > end) throw new Error(`not within ${ms} ms: ${what}`);
    await sleep(20);
  }
}

/** The promise's result; rejects with `what` after `ms`. */
export async function within<Result>(what: string, ms: number, promise: Promise<Result>): Promise<Result> {
  const given = new AbortController();
  const late = sleep(ms, undefined, { signal: given.signal }).then(() => {
    throw new Error(`not within ${ms} ms: ${what}`);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    late.catch(() => undefined);
    given.abort();
  }
}
