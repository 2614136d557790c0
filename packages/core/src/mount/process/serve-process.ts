import { constants, getPriority, setPriority } from 'node:os';
import type { FromProcess, Reply, Setup, ToProcess } from './messages.js';
import { createThreadPool } from './thread-pool.js';

/**
 * The main thread of the copy process: hands calls to threads and replies to the host. It never touches the share
 * itself, so it can always speak.
 */
export function serveProcess(file: string, { path, readBack, pulseMs }: Setup): void {
  // Where processors are short, the host's requests go first. Threads inherit it. Never up: that takes a right.
  const low = constants.priority.PRIORITY_BELOW_NORMAL;
  if (getPriority() < low) setPriority(low);
  // The host decides when this ends: on Ctrl-C it drains what is under way.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  // Without a host there is nothing to do. SIGKILL, because a thread that hangs on the share would keep a normal exit waiting.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

  const progress = new SharedArrayBuffer(4);
  const count = new Int32Array(progress);
  let told = 0;
  setInterval(() => {
    const now = Atomics.load(count, 0);
    if (now !== told) send({ pulse: true });
    told = now;
  }, pulseMs);

  let replies: Reply[] = [];
  const pool = createThreadPool(file, { path, readBack, progress }, (more) => {
    if (replies.length === 0) {
      setImmediate(() => {
        send({ replies });
        replies = [];
      });
    }
    replies.push(...more);
  });
  process.on('message', (message: ToProcess) => {
    if ('withdraw' in message) pool.withdraw(message.withdraw);
    else pool.call(message.calls, message.concurrency);
  });
}

function send(message: FromProcess): void {
  // Without a channel there is no host, and 'disconnect' ends this process.
  process.send?.(message, undefined, undefined, () => undefined);
}
