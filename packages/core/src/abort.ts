interface Watched {
  readonly callbacks: Set<{ call(): void }>;
  readonly listener: () => void;
}

const watched = new WeakMap<AbortSignal, Watched>();

/**
 * Calls back when the signal is aborted, or at once if it already is. Returns the undo. However many watch one signal, it
 * has a single listener, and none when nobody watches it: Node takes many listeners for a leak and warns the host.
 *
 * @param callback must not throw.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  if (signal.aborted) {
    callback();
    return () => undefined;
  }
  const { callbacks, listener } = watched.get(signal) ?? watch(signal);
  const entry = { call: callback };
  callbacks.add(entry);
  return () => {
    callbacks.delete(entry);
    if (callbacks.size > 0 || !watched.delete(signal)) return;
    signal.removeEventListener('abort', listener);
  };
}

function watch(signal: AbortSignal): Watched {
  const callbacks: Watched['callbacks'] = new Set();
  const listener = (): void => {
    watched.delete(signal);
    for (const entry of [...callbacks]) entry.call();
  };
  const created = { callbacks, listener };
  watched.set(signal, created);
  signal.addEventListener('abort', listener, { once: true });
  return created;
}

/** Waits, or less when one of the signals is aborted. */
export function pause(ms: number, ...signals: readonly AbortSignal[]): Promise<void> {
  return new Promise((resolve) => {
    const undo: (() => void)[] = [];
    const end = (): void => {
      clearTimeout(timer);
      for (const stop of undo.splice(0)) stop();
      resolve();
    };
    const timer = setTimeout(end, ms);
    for (const signal of signals) undo.push(onAbort(signal, end));
    if (signals.some(({ aborted }) => aborted)) end();
  });
}
