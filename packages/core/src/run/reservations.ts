import { foldName } from '../plan/fold-name.js';

/** Keys in flight in this process: two documents of one run never race for a name. */
export interface Reservations {
  /** Waits until none of these keys is held, holds them, and returns what lets go of them. */
  take(keys: readonly string[]): Promise<() => void>;
}

/** Who waits for a key to be let go; nobody, usually. */
type Waiters = (() => void)[];

export function createReservations(): Reservations {
  const held = new Map<string, Waiters>();
  return {
    async take(keys) {
      const folded = keys.map(foldName);
      for (let key = taken(folded); key !== undefined; key = taken(folded)) await release(key);
      const waiters: Waiters = [];
      for (const key of folded) held.set(key, waiters);
      return () => {
        for (const key of folded) held.delete(key);
        for (const go of waiters) go();
      };
    },
  };

  function taken(keys: readonly string[]): string | undefined {
    return keys.find((key) => held.has(key));
  }

  function release(key: string): Promise<void> {
    return new Promise((resolve) => held.get(key)?.push(resolve));
  }
}
