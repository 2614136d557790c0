import { foldName } from '../plan/fold-name.js';

/** Keys in flight in this process: two documents of one run never race for a name. */
export interface Reservations {
  /**
   * Waits for all who asked for one of these keys before, holds them, and returns what lets go of them. In the order of
   * asking: which document gets a name must not hang on which copy ends first.
   */
  take(keys: readonly string[]): Promise<() => void>;
}

export function createReservations(): Reservations {
  /** Who asked for a key last, until he lets go of it. */
  const last = new Map<string, Promise<void>>();
  return {
    async take(keys) {
      const folded = [...new Set(keys.map(foldName))];
      const before = folded.flatMap((key) => last.get(key) ?? []);
      let letGo = (): void => undefined;
      const released = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      for (const key of folded) last.set(key, released);
      await Promise.all(before);
      return () => {
        for (const key of folded) if (last.get(key) === released) last.delete(key);
        letGo();
      };
    },
  };
}
