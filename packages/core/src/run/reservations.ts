import { foldName } from '../plan/fold-name.js';

/** Keys in flight in this process: two documents of one run never race for a name. */
export interface Reservations {
  /** Waits until none of these keys is held, holds them, and returns what lets go of them. */
  take(keys: readonly string[]): Promise<() => void>;
}

export function createReservations(): Reservations {
  const held = new Map<string, Promise<void>>();
  return {
    async take(keys) {
      const folded = keys.map(foldName);
      for (let holder = firstHolder(); holder !== undefined; holder = firstHolder()) await holder;
      let release = (): void => undefined;
      const released = new Promise<void>((resolve) => {
        release = resolve;
      });
      for (const key of folded) held.set(key, released);
      return () => {
        for (const key of folded) held.delete(key);
        release();
      };

      function firstHolder(): Promise<void> | undefined {
        return folded.map((key) => held.get(key)).find((holder) => holder !== undefined);
      }
    },
  };
}
