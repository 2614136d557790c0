import { constants, getPriority, setPriority } from 'node:os';
import { errnoName, isSystemLimit } from '../../errors/errno.js';
import { type FromProcess, type Reply, type Setup, startMs, type ToProcess } from './messages.js';
import { progressBytes, progressOn } from './progress.js';
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

  const memory = new SharedArrayBuffer(progressBytes);
  const progress = progressOn(memory);
  let told = 0;
  let startingMs = 0;
  setInterval(() => {
    const { finishedCalls, readyThreads } = progress;
    startingMs = readyThreads < pool.threads ? startingMs + pulseMs : 0;
    const starting = startingMs > 0 && startingMs < startMs;
    if (finishedCalls !== told || starting) send({ pulse: true });
    told = finishedCalls;
  }, pulseMs);

  let replies: Reply[] = [];
  const answer = (more: readonly Reply[]): void => {
    if (replies.length === 0) {
      setImmediate(() => {
        send({ replies });
        replies = [];
      });
    }
    replies.push(...more);
  };
  const pool = createThreadPool(file, { path, readBack, progress: memory }, answer, die);
  process.on('message', (message: ToProcess) => {
    if ('withdraw' in message) pool.withdraw(message.withdraw);
    else pool.call(message.calls, message.concurrency);
  });
}

/** A thread that dies takes the process along; the host starts another and asks again. */
function die(error: unknown): void {
  const kill = (): void => void process.kill(process.pid, 'SIGKILL');
  const name = errnoName(error) ?? (error instanceof Error ? /\bE[A-Z]+$/.exec(error.message)?.[0] : undefined);
  if (isSystemLimit(name)) send({ shortOf: name }, kill);
  else kill();
}

function send(message: FromProcess, onSent: () => void = () => undefined): void {
  // Without a channel there is no host, and 'disconnect' ends this process.
  process.send?.(message, undefined, undefined, onSent);
}
