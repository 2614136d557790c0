import type { CopyJob } from '../../mirror.js';
import type { Call } from './messages.js';

/** Copies that no thread has in hand yet, by the folders they go to. */
export interface WaitingCopies {
  readonly size: number;
  add(calls: readonly Call[]): void;
  /** The next copy: of the folder that ranks highest; of those that rank the same, of the one with the most copies. */
  next(rank: (directory: string) => number): Call | undefined;
  /** Takes these out. */
  remove(wanted: (call: Call) => boolean): Call[];
}

/** How many that came later may be made before a copy is, for the sake of their folders. */
const maxOvertaken = 2_048;

export function createWaitingCopies(): WaitingCopies {
  /** Copies in the order they came; a folder without any is not there. */
  const folders = new Map<string, Call[]>();
  let size = 0;
  let newestId = 0;

  function best(rank: (directory: string) => number): string | undefined {
    let [chosen, highest, most] = [undefined as string | undefined, Number.NEGATIVE_INFINITY, 0];
    for (const [directory, calls] of folders) {
      if (newestId - (calls[0]?.id ?? newestId) > maxOvertaken) return directory;
      const rankHere = rank(directory);
      if (rankHere < highest || (rankHere === highest && calls.length <= most)) continue;
      [chosen, highest, most] = [directory, rankHere, calls.length];
    }
    return chosen;
  }

  return {
    get size() {
      return size;
    },
    add(calls) {
      for (const call of calls) {
        const directory = directoryOf(call);
        const others = folders.get(directory);
        if (others === undefined) folders.set(directory, [call]);
        else others.push(call);
      }
      size += calls.length;
      newestId = calls.at(-1)?.id ?? newestId;
    },
    next(rank) {
      const directory = best(rank);
      if (directory === undefined) return undefined;
      const calls = folders.get(directory) ?? [];
      const next = calls.shift();
      size -= 1;
      if (calls.length === 0) folders.delete(directory);
      return next;
    },
    remove(wanted) {
      const removed: Call[] = [];
      for (const [directory, calls] of folders) {
        removed.push(...calls.filter(wanted));
        const left = calls.filter((call) => !wanted(call));
        if (left.length > 0) folders.set(directory, left);
        else folders.delete(directory);
      }
      size -= removed.length;
      return removed;
    },
  };
}

export function directoryOf(call: Call): string {
  return (call.argument as CopyJob).directory;
}
