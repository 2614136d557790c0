import { inspect } from 'node:util';

/** What a host hands in to be told of errors. It may be asynchronous. */
export type OnError = (error: unknown) => void;

/**
 * The host's `onError`, made safe: what it throws or rejects with reaches neither the caller nor the process. The first
 * failure of it becomes one process warning, together with the error it was told of; later ones are dropped, because a
 * log that is down would otherwise flood stderr. Default: a process warning for each error.
 */
export function errorReporter(onError: OnError = warn): (error: unknown) => void {
  let warned = false;
  const report = async (error: unknown): Promise<void> => {
    try {
      const told: unknown = onError(error);
      await told;
    } catch (failure) {
      if (warned) return;
      warned = true;
      warnOf(`onError failed: ${text(failure)}\nIt was told of: ${text(error)}`);
    }
  };
  return (error) => void report(error);
}

function warn(error: unknown): void {
  if (error instanceof Error) process.emitWarning(error);
  else warnOf(text(error));
}

function warnOf(message: string): void {
  process.emitWarning(message, { type: 'DocmirrorWarning' });
}

/** An error may fail even while it is printed, by a getter or an `inspect` of its own. */
function text(error: unknown): string {
  try {
    return inspect(error);
  } catch {
    return 'an error that cannot be printed';
  }
}
