/**
 * Temporary names of published copies that threads leave to another thread to remove: on a share where each call takes
 * a while, they make the next copy meanwhile. Counts how many wait, for all threads.
 */
export interface LeftPartials {
  /** False where too many wait already: whoever asks removes its own. */
  leave(): boolean;
  /** One is gone. */
  removed(): void;
}

/** What a killed process may leave behind, and what a copy may have to wait for. */
const most = 32;

/** Bytes of the memory to share. */
export const leftPartialsBytes = Int32Array.BYTES_PER_ELEMENT;

export function leftPartialsOn(memory: SharedArrayBuffer): LeftPartials {
  const count = new Int32Array(memory);
  return {
    leave() {
      if (Atomics.add(count, 0, 1) < most) return true;
      Atomics.sub(count, 0, 1);
      return false;
    },
    removed: () => void Atomics.sub(count, 0, 1),
  };
}
