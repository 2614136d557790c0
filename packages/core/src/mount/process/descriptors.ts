import { readFileSync } from 'node:fs';

/** How the descriptors that this process may have are shared out among its threads. */
export interface DescriptorBudget {
  /** Copying threads at most. */
  readonly threads: number;
  /** Folders that each thread keeps open at most. */
  readonly folders: number;
}

/** Of the process itself, with room for what the system opens unasked. */
const ofProcess = 60;

/** Of a thread: four of its event loop, the root, and what a copy or a check of the marker opens. */
const ofThread = 10;

/** The threads that do not copy. */
const otherThreads = 5;

/** The folders on the way to one copy: year, month, type and the folder of the marker. */
const fewestFolders = 4;

/** The folders of some months, and those above them. */
const mostFolders = 32;

/**
 * @param limit descriptors that the process may have.
 * @param wanted copying threads, if there is room for so many.
 */
export function descriptorBudget(limit: number, wanted: number): DescriptorBudget {
  const left = limit - ofProcess;
  const threads = Math.max(1, Math.min(wanted, Math.floor(left / (ofThread + fewestFolders)) - otherThreads));
  const folders = Math.floor(left / (threads + otherThreads)) - ofThread;
  return { threads, folders: Math.max(fewestFolders, Math.min(folders, mostFolders)) };
}

/** Infinity where the system does not say; Node asks for as many as the user may have when it starts. */
export function descriptorLimit(): number {
  try {
    const soft = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
    return soft === undefined ? Number.POSITIVE_INFINITY : Number(soft);
  } catch {
    // Only Linux has it.
    return Number.POSITIVE_INFINITY;
  }
}
