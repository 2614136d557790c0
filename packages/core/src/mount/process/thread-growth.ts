import { watchProcessors } from './processors.js';

/** The threads that grow in number. */
export interface GrowingThreads {
  readonly count: number;
  /** As many as there are to be at most, by what is to be done. */
  readonly wanted: number;
  /** Starts one more, and tells when it is ready. */
  start(onReady: () => void): void;
}

/**
 * To start a thread keeps a processor busy, and of many that are started at once none is ready before all are: so many at
 * first, then as many again as there are.
 */
const startedFirst = 2;

/**
 * How long the processors are watched before there are more threads: short at first, for a share that makes them wait;
 * twice as long each time they prove busy, for the shorter a look, the likelier it deceives.
 */
const firstWatchMs = 50;
const lastWatchMs = 1_000;

/**
 * Returns what to call whenever there may be work for more threads: starts them, some at a time, for as long as they
 * wait for the share or processors have nothing to do.
 *
 * @param onGrown called when there are more by the clock, without having been asked.
 */
export function createThreadGrowth(
  threads: GrowingThreads,
  onGrown: () => void,
  watchBusy: typeof watchProcessors = watchProcessors,
): () => void {
  let starting = 0;
  let watching: NodeJS.Timeout | undefined;
  let watchMs = firstWatchMs;
  let busy: (threads: number) => boolean = () => false;

  function grow(): void {
    if (watching !== undefined || starting > 0) return;
    const { count, wanted } = threads;
    const more = Math.min(wanted - count, Math.max(startedFirst, count));
    if (more <= 0) return;
    if (busy(count)) {
      watchMs = Math.min(2 * watchMs, lastWatchMs);
      watch();
      return;
    }
    watchMs = firstWatchMs;
    for (let n = 0; n < more; n++) start();
  }

  function start(): void {
    starting += 1;
    threads.start(() => {
      starting -= 1;
      if (starting === 0) watch();
    });
  }

  function watch(): void {
    busy = watchBusy();
    watching = setTimeout(() => {
      watching = undefined;
      grow();
      onGrown();
    }, watchMs);
  }

  return grow;
}
