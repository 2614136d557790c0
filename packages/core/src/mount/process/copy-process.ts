import { type ChildProcess, fork } from 'node:child_process';
import { parse } from 'node:path';
import { errnoName } from '../../errors/errno.js';
import { type SharedPromise, sharedPromise } from '../../shared-promise.js';
import type { FromProcess, Setup, ToProcess } from './messages.js';

/** The running copy process, as the host holds it. None of the methods throws. */
export interface CopyProcess {
  send(message: ToProcess): void;
  /** Whether this process keeps the host alive: only while somebody waits for a reply. */
  hold(keep: boolean): void;
  /** Ends it at once; `ended` says when the system has let go of it, which a call hung in the kernel may delay. */
  kill(): void;
  readonly ended: SharedPromise<boolean>;
}

export interface CopyProcessListener {
  message(message: FromProcess): void;
  /**
   * It is gone, or could not be started. Never called before `startCopyProcess` has returned.
   * @param reason a signal, an exit code or the code of an error.
   */
  end(reason: string): void;
}

/** Starts the program. Never throws: a process that cannot be started ends at once, with the reason. */
export function startCopyProcess(file: string, setup: Setup, listener: CopyProcessListener): CopyProcess {
  const child = startChild(file, setup);
  let over = false;
  let resolveEnded: (ended: true) => void = () => undefined;
  const ended = sharedPromise(
    new Promise<boolean>((resolve) => {
      resolveEnded = resolve;
    }),
  );

  function finish(reason: string): void {
    if (over) return;
    over = true;
    resolveEnded(true);
    listener.end(reason);
  }

  if (child instanceof Error) {
    process.nextTick(finish, codeOf(child));
    return { send: () => undefined, hold: () => undefined, kill: () => undefined, ended };
  }

  child.unref();
  child.on('exit', (code, signal) => finish(signal ?? `exit code ${code}`));
  child.on('error', (error) => {
    // Of a process that runs, only that a message or a signal did not reach it.
    if (child.pid === undefined) finish(codeOf(error));
  });
  child.on('message', (message) => {
    if (isFromProcess(message)) listener.message(message);
  });
  return {
    send(message) {
      // A message that does not reach it would never be replied to, so it is ended. One that was not even started has no
      // method to send with; its error follows.
      try {
        child.send(message, (error) => {
          if (error !== null) child.kill('SIGKILL');
        });
      } catch {
        child.kill('SIGKILL');
      }
    },
    hold: (keep) => hold(child, keep),
    kill: () => void child.kill('SIGKILL'),
    ended,
  };
}

/**
 * Node throws some reasons why a process cannot be started (no memory, the permission model) and emits others; some of
 * those that it emits leave a child without channel.
 */
function startChild(file: string, setup: Setup): ChildProcess | Error {
  // The host's own flags and loaders are not meant for this program, nor are certificates, which take a while to load.
  const { NODE_OPTIONS: _, NODE_EXTRA_CA_CERTS: __, ...env } = process.env;
  try {
    return fork(file, [JSON.stringify(setup)], {
      execArgv: [],
      env,
      // The host's working folder may be removed under it (a deploy), and no thread starts in a folder that is gone; nor
      // may this process keep a mounted one busy. All paths it gets are absolute.
      cwd: parse(process.execPath).root,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Codes only: the text of a system error names files of the host. */
function codeOf(error: Error): string {
  return errnoName(error) ?? ('code' in error && typeof error.code === 'string' ? error.code : error.name);
}

function hold(child: ChildProcess, keep: boolean): void {
  if (keep) child.channel?.ref();
  else child.channel?.unref();
}

/** Another program, named by mistake, may send messages of its own. */
function isFromProcess(message: unknown): message is FromProcess {
  return (
    typeof message === 'object' && message !== null && ['replies', 'pulse', 'shortOf'].some((name) => name in message)
  );
}
