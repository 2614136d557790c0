import { onAbort } from './abort.js';

/** When to stop waiting for a promise, and with what instead. */
export interface LettingGo<Result> {
  readonly ms?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Throws where waiting is to reject. */
  readonly otherwise: () => Result;
}

/**
 * A promise that many may wait for and let go of. Racing it would leave a reaction in it for each of them, and so what
 * they wait for in memory, until it settles; one that hangs never does.
 */
export interface SharedPromise<Result> {
  wait(lettingGo: LettingGo<Result>): Promise<Result>;
}

interface Waiter<Result> {
  resolve(result: Result): void;
  reject(error: unknown): void;
}

export function sharedPromise<Result>(promise: Promise<Result>): SharedPromise<Result> {
  const waiters = new Set<Waiter<Result>>();
  let settled = false;
  const settle = (tell: (waiter: Waiter<Result>) => void): void => {
    settled = true;
    for (const waiter of waiters) tell(waiter);
    waiters.clear();
  };
  promise.then(
    (result) => settle(({ resolve }) => resolve(result)),
    (error: unknown) => settle(({ reject }) => reject(error)),
  );

  return {
    async wait({ ms, signal, otherwise }) {
      // A settled promise keeps no reactions.
      if (settled) return promise;
      let timer: NodeJS.Timeout | undefined;
      let undo = (): void => undefined;
      let waiter: Waiter<Result> | undefined;
      try {
        return await new Promise<Result>((resolve, reject) => {
          waiter = { resolve, reject };
          waiters.add(waiter);
          const letGo = (): void => {
            try {
              resolve(otherwise());
            } catch (error) {
              reject(error);
            }
          };
          if (ms !== undefined) timer = setTimeout(letGo, ms);
          if (signal !== undefined) undo = onAbort(signal, letGo);
        });
      } finally {
        clearTimeout(timer);
        undo();
        if (waiter !== undefined) waiters.delete(waiter);
      }
    },
  };
}
