import type { Copied } from './copied.js';

/** Marks go out in batches: one flush of directories, one reading of the marker and one statement for many documents. */
export interface MarkQueue {
  /** Resolves when there is room for more, which is usually at once. */
  add(copied: Copied): Promise<void>;
  /** Sends what is left; resolves when all is done. */
  drain(): Promise<void>;
}

/**
 * So many documents, or so long after the first of them, whichever comes first. A crash leaves at most two batches
 * copied and not marked, and those in hand; the next run finds their copies there.
 */
const batchSize = 250;
const minBatchMs = 500;
/** Progress is seen, and a crash survived, by the batch: none takes longer to gather. */
const maxBatchMs = 2_000;

/**
 * A batch goes by way of all its folders, and reads the marker: on a slow share that takes its time, the copies' time too.
 * Gathering for so many times as long as the last one took, more documents share it.
 */
const gatherFactor = 4;

/** @param send deals with one batch; never called twice at once; must not reject. */
export function createMarkQueue(send: (batch: readonly Copied[]) => Promise<void>): MarkQueue {
  let waiting: Copied[] = [];
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> | undefined;
  let batchMs = minBatchMs;

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    sending ??= sendDue().finally(() => {
      sending = undefined;
      // What came meanwhile waits until it is a batch: sent at once it would be a handful, time and again.
      if (waiting.length > 0) timer ??= setTimeout(flush, batchMs);
    });
    return sending;
  }

  async function sendDue(): Promise<void> {
    do {
      const batch = waiting.slice(0, batchSize);
      waiting = waiting.slice(batchSize);
      const start = performance.now();
      await send(batch);
      batchMs = Math.min(Math.max(minBatchMs, gatherFactor * (performance.now() - start)), maxBatchMs);
    } while (waiting.length >= batchSize);
  }

  return {
    async add(copied) {
      waiting.push(copied);
      if (waiting.length >= batchSize) {
        const sent = flush();
        // Copying must not run far ahead of marking: memory stays flat.
        if (waiting.length >= 2 * batchSize) await sent;
      } else if (sending === undefined) {
        timer ??= setTimeout(flush, batchMs);
      }
    },
    async drain() {
      while (waiting.length > 0 || sending !== undefined) await flush();
    },
  };
}
