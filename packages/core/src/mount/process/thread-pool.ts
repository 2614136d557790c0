import { Worker } from 'node:worker_threads';
import type { CopyReceipt } from '../../mirror.js';
import { claimsBytes, claimsOn } from './claims.js';
import { type CopyThread, createCopyThread, handful } from './copy-thread.js';
import { descriptorBudget, descriptorLimit } from './descriptors.js';
import { keepHeapSmall } from './keep-heap-small.js';
import { leftPartialsBytes } from './left-partials.js';
import type { Call, Failure, Reply, ThreadReply, ThreadSetup, TidyCall, ToThread } from './messages.js';
import { createThreadGrowth } from './thread-growth.js';
import { createUnfinishedCopies } from './unfinished-copies.js';
import { createUpkeepThreads, upkeepCalls } from './upkeep-threads.js';
import { createWaitingCopies } from './waiting-copies.js';

/** Threads that copy, as many as there may be copies at once, some for upkeep, and one for everything else. */
export interface ThreadPool {
  /** @param concurrency copies at once at most. */
  call(calls: readonly Call[], concurrency: number): void;
  /** Copies that are not to begin any more. */
  withdraw(ids: readonly number[]): void;
  /** Of all kinds, with those that are being started. */
  readonly threads: number;
}

/** Above any `concurrency`. */
const maxThreads = 64;

/** In MB. Left to itself, each of the threads would let much garbage gather before it collects any. */
const resourceLimits = { maxYoungGenerationSizeMb: 3, maxOldGenerationSizeMb: 512 };

const withdrawn: Failure = { code: 'RUN_ABORTED', params: {}, scope: 'run' };

/**
 * @param file the program of this very process, which serves as that of its threads too.
 * @param onDeath a thread died or could not be started.
 */
export function createThreadPool(
  file: string,
  setup: Omit<ThreadSetup, 'claims' | 'leftPartials' | 'maxOpenFolders'>,
  reply: (replies: readonly Reply[]) => void,
  onDeath: (error: unknown) => void,
): ThreadPool {
  const memory = new SharedArrayBuffer(claimsBytes(maxThreads * handful));
  const claims = claimsOn(memory);
  const leftPartials = new SharedArrayBuffer(leftPartialsBytes);
  const unfinished = createUnfinishedCopies();
  const threads: CopyThread[] = [];
  const waiting = createWaitingCopies();
  const descriptors = descriptorLimit();
  let atOnce = 0;
  let started = 0;

  function start(onReplies: (replies: readonly ThreadReply[]) => void, copying = maxThreads): Worker {
    const maxOpenFolders = descriptorBudget(descriptors, copying).folders;
    const workerData: ThreadSetup = { ...setup, claims: memory, leftPartials, maxOpenFolders };
    started += 1;
    const worker = new Worker(file, { workerData, execArgv: [], resourceLimits });
    worker.on('message', onReplies);
    worker.once('message', keepHeapSmall);
    worker.on('error', onDeath);
    return worker;
  }

  function startCopying(onReady: () => void): void {
    const worker = start((replies) => settle(thread, replies), atOnce);
    worker.once('online', onReady);
    const thread = createCopyThread(claims, threads.length * handful, (message) => worker.postMessage(message));
    threads.push(thread);
  }

  function settle(thread: CopyThread, replies: readonly ThreadReply[]): void {
    for (const answer of replies) {
      thread.settle(answer);
      // A thread remembers the names in its folders; those that others take must come to be among them. Before the
      // reply: who waits for this key is let go by it.
      if ('result' in answer) tellOthers(thread, (answer.result as CopyReceipt).key);
    }
    const { finished, calls } = unfinished.hold(replies);
    if (calls.length > 0) askControl(calls);
    if (finished.length > 0) reply(finished);
    for (const answer of replies) {
      if ('failure' in answer && answer.failure.scope === 'run') giveBack(() => true, answer.failure);
    }
    deal();
  }

  function askControl(calls: readonly (Call | TidyCall)[]): void {
    const message: ToThread = { release: false, published: [], calls: calls.map((call) => ({ call })) };
    control.postMessage(message);
  }

  function tellOthers(teller: CopyThread, key: string): void {
    for (const thread of threads) if (thread !== teller) thread.published(key);
  }

  /** Those of these copies that have not begun never will, and fail. */
  function giveBack(wanted: (call: Call) => boolean, failure: Failure): void {
    const back = waiting.remove(wanted);
    for (const thread of threads) back.push(...thread.takeBack(wanted));
    if (back.length > 0) reply(back.map(({ id }) => ({ id, failure })));
  }

  /** Fills the hands that run low, one copy to each in turn; a thread without any gets the last ones of another. */
  function deal(): void {
    const active = threads.slice(0, atOnce);
    const low = active.filter(({ inHand }) => inHand <= handful / 2);
    for (let fill = 1; fill <= handful && waiting.size > 0; fill++) {
      for (const thread of low) {
        const next = thread.inHand < fill ? waiting.next((directory) => rank(thread, directory)) : undefined;
        if (next !== undefined) thread.hand(next);
      }
    }
    for (const thread of active) if (thread.inHand === 0) takeOver(thread);
    for (const thread of threads) thread.tell();
  }

  /**
   * A system lets but one change a folder at a time, and on a share each change takes a while: threads stay out of each
   * other's folders. Entering a folder takes a while too, so one that a thread knows comes first.
   */
  function rank(thread: CopyThread, directory: string): number {
    const others = threads.filter((other) => other !== thread && other.isIn(directory)).length;
    return (thread.knows(directory) ? 0.5 : 0) - others;
  }

  function takeOver(idle: CopyThread): void {
    const busiest = threads.reduce((most, thread) => (thread.inHand > most.inHand ? thread : most));
    let left = Math.floor(busiest.inHand / 2);
    for (const call of busiest.takeBack(() => left-- > 0)) idle.hand(call);
  }

  // At once: there is no call that comes before its first.
  const control = start((replies) => {
    // What could not be confirmed is not where those who copied it still have it open: a folder was moved away, say.
    if (replies.some((answer) => 'failure' in answer)) for (const thread of threads) thread.release();
    for (const thread of threads) thread.tell();
    reply(unfinished.finish(replies));
  });
  const grow = createThreadGrowth(
    {
      get count() {
        return threads.length;
      },
      get wanted() {
        const copies = threads.reduce((sum, { inHand }) => sum + inHand, waiting.size);
        return Math.min(copies, atOnce);
      },
      start: startCopying,
    },
    deal,
  );

  const upkeep = createUpkeepThreads(start, reply);

  return {
    call(calls, concurrency) {
      for (const call of calls) if (upkeepCalls.has(call.name)) upkeep.call(call);
      const others = calls.filter(({ name }) => name !== 'copy' && !upkeepCalls.has(name));
      if (others.length > 0) askControl(others);
      waiting.add(calls.filter(({ name }) => name === 'copy'));
      atOnce = descriptorBudget(descriptors, Math.min(concurrency, maxThreads)).threads;
      grow();
      deal();
    },
    withdraw(ids) {
      const set = new Set(ids);
      giveBack(({ id }) => set.has(id), withdrawn);
    },
    get threads() {
      return started;
    },
  };
}
