import type { Worker } from 'node:worker_threads';
import type { Call, CallName, Reply, ToThread } from './messages.js';

/** What may take long and is no copy: it must keep neither copies waiting nor what the host waits for with a deadline. */
export const upkeepCalls: ReadonlySet<CallName> = new Set(['inspect', 'remove', 'restore', 'list', 'write', 'read']);

/** At once; more would take the share from the copies. */
const maxThreads = 4;

/** Threads that do these calls, each one after another, started as they are needed. */
export interface UpkeepThreads {
  call(call: Call): void;
}

/** @param start starts a thread, and tells when it has done what it was given. */
export function createUpkeepThreads(
  start: (onReplies: (replies: readonly Reply[]) => void) => Worker,
  reply: (replies: readonly Reply[]) => void,
): UpkeepThreads {
  const free: Worker[] = [];
  const waiting: Call[] = [];
  let count = 0;

  function startUpkeep(): Worker {
    count += 1;
    const worker = start((replies) => {
      reply(replies);
      const next = waiting.shift();
      if (next === undefined) free.push(worker);
      else hand(worker, next);
    });
    return worker;
  }

  return {
    call(call) {
      const worker = free.pop() ?? (count < maxThreads ? startUpkeep() : undefined);
      if (worker === undefined) waiting.push(call);
      else hand(worker, call);
    },
  };
}

/** One at a time, so that any thread that is free takes the next. */
function hand(worker: Worker, call: Call): void {
  const message: ToThread = { release: false, published: [], calls: [{ call }] };
  worker.postMessage(message);
}
