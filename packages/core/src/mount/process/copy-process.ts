import { type ChildProcess, fork } from 'node:child_process';
import type { FromProcess, Setup, ToProcess } from './messages.js';

/** The running copy process, as the host holds it. */
export interface CopyProcess {
  send(message: ToProcess): void;
  /** Whether this process keeps the host alive: only while somebody waits for a reply. */
  hold(keep: boolean): void;
  /** Ends it at once; `ended` says when the system has let go of it, which a call hung in the kernel may delay. */
  kill(): void;
  readonly ended: Promise<void>;
}

export interface CopyProcessListener {
  message(message: FromProcess): void;
  /** It is gone, or could not be started. */
  end(reason: string): void;
}

export function startCopyProcess(file: string, setup: Setup, listener: CopyProcessListener): CopyProcess {
  // The host's own flags and loaders are not meant for this program, nor are certificates, which take a while to load.
  const { NODE_OPTIONS: _, NODE_EXTRA_CA_CERTS: __, ...env } = process.env;
  const child = fork(file, [JSON.stringify(setup)], {
    execArgv: [],
    env,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  child.unref();
  let over = false;
  const ended = new Promise<void>((resolve) => {
    const finish = (reason: string): void => {
      if (over) return;
      over = true;
      resolve();
      listener.end(reason);
    };
    child.on('exit', (code, signal) => finish(signal ?? `exit code ${code}`));
    child.on('error', (error) => {
      // Of a process that runs, only that a message or a signal did not reach it; its exit follows.
      if (child.pid === undefined) finish(error.message);
    });
  });
  child.on('message', (message) => listener.message(message as FromProcess));
  return {
    send: (message) => void child.send(message, () => undefined),
    hold: (keep) => hold(child, keep),
    kill: () => void child.kill('SIGKILL'),
    ended,
  };
}

function hold(child: ChildProcess, keep: boolean): void {
  if (keep) child.channel?.ref();
  else child.channel?.unref();
}
