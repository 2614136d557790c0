import type { CopyJob } from '../../mirror.js';
import type { Call } from './messages.js';

/** Copies that no thread has in hand yet, in the order they came. */
export interface WaitingCopies {
  readonly size: number;
  add(calls: readonly Call[]): void;
  /** The next copy for a thread: one into a folder that it knows, if there is one, for entering a folder costs time. */
  next(knows: (directory: string) => boolean): Call | undefined;
  /** Takes these out. */
  remove(wanted: (call: Call) => boolean): Call[];
}

/** How many that came later may be made before a copy is, for the sake of their folders. */
const maxOvertaken = 512;

export function createWaitingCopies(): WaitingCopies {
  let waiting: Call[] = [];
  let newestId = 0;
  return {
    get size() {
      return waiting.length;
    },
    add(calls) {
      waiting.push(...calls);
      newestId = calls.at(-1)?.id ?? newestId;
    },
    next(knows) {
      const oldest = waiting[0];
      if (oldest === undefined) return undefined;
      const patient = newestId - oldest.id < maxOvertaken;
      const known = patient ? waiting.findIndex((call) => knows(directoryOf(call))) : 0;
      return waiting.splice(Math.max(known, 0), 1)[0];
    },
    remove(wanted) {
      const removed = waiting.filter(wanted);
      waiting = waiting.filter((call) => !wanted(call));
      return removed;
    },
  };
}

export function directoryOf(call: Call): string {
  return (call.argument as CopyJob).directory;
}
