/** How the threads get on. They share it with the main thread, which looks without having to wait for an answer. */
export interface Progress {
  /** A file-system call has come to its end. */
  finished(): void;
  /** Calls finished so far, by all threads; only good for seeing that there were more. */
  readonly finishedCalls: number;
  /** A thread has been started and takes calls from now on. */
  ready(): void;
  readonly readyThreads: number;
}

/** Bytes of the memory to share. */
export const progressBytes = 2 * Int32Array.BYTES_PER_ELEMENT;

export function progressOn(memory: SharedArrayBuffer): Progress {
  const counts = new Int32Array(memory);
  return {
    finished: () => void Atomics.add(counts, 0, 1),
    get finishedCalls() {
      return Atomics.load(counts, 0);
    },
    ready: () => void Atomics.add(counts, 1, 1),
    get readyThreads() {
      return Atomics.load(counts, 1);
    },
  };
}
