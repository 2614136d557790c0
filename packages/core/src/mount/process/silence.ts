/** Notices when nothing was heard for too long. */
export interface Silence {
  heard(): void;
  stop(): void;
}

/**
 * @param limitMs what is too long just now.
 *
 * Counts time in short steps and no more than two for each: a host that was busy or asleep itself has heard nothing
 * either, and that says nothing of the other side.
 */
export function watchSilence(limitMs: () => number, stepMs: number, onSilence: () => void): Silence {
  let silentMs = 0;
  let before = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    silentMs += Math.min(now - before, 2 * stepMs);
    before = now;
    if (silentMs < limitMs()) return;
    clearInterval(timer);
    onSilence();
  }, stepMs).unref();
  return {
    heard() {
      silentMs = 0;
    },
    stop: () => clearInterval(timer),
  };
}
