import { inspect } from 'node:util';

type OnError = (error: unknown) => void | Promise<void>;

/** A teller that never throws: where the host's own handler fails, a process warning tells of both. */
export function reporter(onError: OnError = warn): (error: unknown) => void {
  const tell = async (error: unknown) => {
    try {
      await onError(error);
    } catch (failure) {
      warn(error);
      warn(failure);
    }
  };
  return (error) => {
    void tell(error);
  };
}

/** Like an unhandled warning of Node itself: on stderr, or to whoever listens to the process's `warning`. */
function warn(error: unknown): void {
  process.emitWarning(inspect(error), { type: 'DocmirrorWarning' });
}
