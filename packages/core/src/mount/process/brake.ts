/** Lowers how many copies are made at once while the system is short of descriptors or memory. */
export interface Brake {
  /** Half as many from now on. */
  slow(concurrency: number): void;
  /** How many of `concurrency` may be made at once just now. */
  atOnce(concurrency: number): number;
}

/** Copies under way together fail together, which is one shortage. */
const sameShortageMs = 20;

/** Without a further shortage for so long, as many as ever. */
const recoveredMs = 60_000;

export function createBrake(now: () => number = () => performance.now()): Brake {
  let most = Number.POSITIVE_INFINITY;
  let slowedAt = Number.NEGATIVE_INFINITY;

  function atOnce(concurrency: number): number {
    if (now() - slowedAt > recoveredMs) most = Number.POSITIVE_INFINITY;
    return Math.min(concurrency, most);
  }

  return {
    slow(concurrency) {
      if (now() - slowedAt <= sameShortageMs) return;
      most = Math.max(1, Math.floor(atOnce(concurrency) / 2));
      slowedAt = now();
    },
    atOnce,
  };
}
