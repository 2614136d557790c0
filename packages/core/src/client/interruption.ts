import { onAbort } from '../abort.js';

export interface Interruption {
  readonly signal: AbortSignal;
  release(): void;
}

/** One signal for two reasons to give up: the caller's own, and the time that is over. `release` in a finally. */
export function interruption(signal: AbortSignal | undefined, timeoutMs: number | undefined): Interruption {
  const controller = new AbortController();
  const undo = signal && onAbort(signal, () => controller.abort(signal.reason));
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(() => controller.abort(new Error(`No answer within ${timeoutMs} ms`)), timeoutMs);
  return {
    signal: controller.signal,
    release() {
      clearTimeout(timer);
      undo?.();
    },
  };
}
