import { setTimeout as sleep } from 'node:timers/promises';

/** Tries in all. */
const tries = 4;
const firstWaitMs = 50;

/**
 * For stores: does again what met a lock, a deadlock or a connection that broke, four times in all, with waits that
 * grow and differ. What cannot pass, and the last failure, is thrown.
 * @param work is told which try it is, from 1.
 */
export async function retried<Result>(
  work: (attempt: number) => Promise<Result>,
  mayPass: (error: unknown) => boolean,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work(attempt);
    } catch (error) {
      if (attempt === tries || !mayPass(error)) throw error;
      await sleep(firstWaitMs * 2 ** attempt * (0.5 + Math.random() / 2));
    }
  }
}
