import { Worker } from 'node:worker_threads';
import type { Call, Reply, ThreadSetup } from './messages.js';

/** Threads that copy, as many as there are copies at once, and one for everything else. */
export interface ThreadPool {
  call(call: Call): void;
}

/** Above any `concurrency`. */
const maxThreads = 64;

/** @param file the program of this very process, which serves as that of its threads too. */
export function createThreadPool(file: string, setup: ThreadSetup, reply: (reply: Reply) => void): ThreadPool {
  const free: Worker[] = [];
  const waiting: Call[] = [];
  let copying = 0;
  let control: Worker | undefined;

  function start(onReply: (reply: Reply) => void): Worker {
    const worker = new Worker(file, { workerData: setup, execArgv: [] });
    worker.on('message', onReply);
    // A thread that dies takes the process along; the host starts another and asks again.
    worker.on('error', () => process.kill(process.pid, 'SIGKILL'));
    return worker;
  }

  function startCopying(): Worker {
    copying += 1;
    const worker = start((message) => {
      reply(message);
      const next = waiting.shift();
      if (next === undefined) free.push(worker);
      else worker.postMessage(next);
    });
    return worker;
  }

  return {
    call(call) {
      if (call.name !== 'copy') {
        control ??= start(reply);
        control.postMessage(call);
        return;
      }
      const worker = free.pop() ?? (copying < maxThreads ? startCopying() : undefined);
      if (worker === undefined) waiting.push(call);
      else worker.postMessage(call);
    },
  };
}
