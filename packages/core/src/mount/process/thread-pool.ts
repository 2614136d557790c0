import { Worker } from 'node:worker_threads';
import type { CopyReceipt } from '../../mirror.js';
import type { Call, Reply, ThreadNews, ThreadSetup } from './messages.js';
import { createUpkeepThreads, upkeepCalls } from './upkeep-threads.js';

/** Threads that copy, as many as there are copies at once, some for upkeep, and one for everything else. */
export interface ThreadPool {
  call(call: Call): void;
}

interface CopyThread {
  readonly worker: Worker;
  /** Keys of copies that others brought since it was last told. */
  published: string[];
}

/** Above any `concurrency`. */
const maxThreads = 64;

/** Keys kept for a thread that rests; with more, it is told to look for itself. */
const maxPublished = 1_000;

/** @param file the program of this very process, which serves as that of its threads too. */
export function createThreadPool(file: string, setup: ThreadSetup, reply: (reply: Reply) => void): ThreadPool {
  const copying: CopyThread[] = [];
  const free: CopyThread[] = [];
  const waiting: Call[] = [];
  let control: Worker | undefined;

  function start(onReply: (reply: Reply) => void): Worker {
    const worker = new Worker(file, { workerData: setup, execArgv: [] });
    worker.on('message', onReply);
    // A thread that dies takes the process along; the host starts another and asks again.
    worker.on('error', () => process.kill(process.pid, 'SIGKILL'));
    return worker;
  }

  function startCopying(): CopyThread {
    const thread: CopyThread = {
      worker: start((message) => {
        // Before the reply: who waits for this key is let go by it.
        if ('result' in message) tellOthers(thread, (message.result as CopyReceipt).key);
        reply(message);
        const next = waiting.shift();
        if (next === undefined) free.push(thread);
        else hand(thread, next);
      }),
      published: [],
    };
    copying.push(thread);
    return thread;
  }

  /** A thread remembers the names in its folders; those that others take must come to be among them. */
  function tellOthers(teller: CopyThread, key: string): void {
    for (const thread of copying) {
      if (thread !== teller && thread.published.length <= maxPublished) thread.published.push(key);
    }
  }

  function hand(thread: CopyThread, call: Call): void {
    const { worker, published } = thread;
    thread.published = [];
    if (published.length > maxPublished) tell(worker, { release: true });
    else if (published.length > 0) tell(worker, { published });
    worker.postMessage(call);
  }

  function startControl(): Worker {
    return start((message) => {
      // What could not be confirmed is not where those who copied it still have it open: a folder was moved away, say.
      if ('failure' in message) for (const { worker } of copying) tell(worker, { release: true });
      reply(message);
    });
  }

  const upkeep = createUpkeepThreads(start, reply);

  return {
    call(call) {
      if (upkeepCalls.has(call.name)) {
        upkeep.call(call);
        return;
      }
      if (call.name !== 'copy') {
        control ??= startControl();
        control.postMessage(call);
        return;
      }
      const thread = free.pop() ?? (copying.length < maxThreads ? startCopying() : undefined);
      if (thread === undefined) waiting.push(call);
      else hand(thread, call);
    },
  };
}

function tell(worker: Worker, news: ThreadNews): void {
  worker.postMessage(news);
}
