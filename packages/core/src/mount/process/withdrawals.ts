/** Calls to be withdrawn when their signal is aborted. One listener a signal, however many calls. */
export interface Withdrawals {
  watch(signal: AbortSignal, id: number): void;
  forget(signal: AbortSignal, id: number): void;
}

export function createWithdrawals(withdraw: (ids: readonly number[]) => void): Withdrawals {
  const bySignal = new Map<AbortSignal, { readonly ids: Set<number>; readonly listener: () => void }>();
  return {
    watch(signal, id) {
      if (signal.aborted) {
        withdraw([id]);
        return;
      }
      const watched = bySignal.get(signal);
      if (watched !== undefined) {
        watched.ids.add(id);
        return;
      }
      const ids = new Set([id]);
      const listener = (): void => withdraw([...ids]);
      bySignal.set(signal, { ids, listener });
      signal.addEventListener('abort', listener, { once: true });
    },
    forget(signal, id) {
      const watched = bySignal.get(signal);
      watched?.ids.delete(id);
      if (watched?.ids.size !== 0) return;
      bySignal.delete(signal);
      signal.removeEventListener('abort', watched.listener);
    },
  };
}
