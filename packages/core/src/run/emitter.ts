import mitt from 'mitt';
import type { SyncEvents } from '../events.js';

export type Listener<Name extends keyof SyncEvents> = (event: SyncEvents[Name]) => void | Promise<void>;

export interface SyncEmitter {
  /** Returns its undo. */
  on<Name extends keyof SyncEvents>(name: Name, listener: Listener<Name>): () => void;
  off<Name extends keyof SyncEvents>(name: Name, listener: Listener<Name>): void;
  emit<Name extends keyof SyncEvents>(name: Name, event: SyncEvents[Name]): void;
}

/** Events whose listeners may throw or reject: that goes to `onError` and to nobody else. */
export function createEmitter(onError: (error: unknown) => void): SyncEmitter {
  const emitter = mitt<SyncEvents>();
  // Of each listener, the guarded one that mitt knows.
  const guarded = new Map<unknown, Map<keyof SyncEvents, (event: never) => void>>();

  function off<Name extends keyof SyncEvents>(name: Name, listener: Listener<Name>): void {
    const handler = guarded.get(listener)?.get(name);
    if (handler === undefined) return;
    emitter.off(name, handler as (event: SyncEvents[Name]) => void);
    guarded.get(listener)?.delete(name);
    if (guarded.get(listener)?.size === 0) guarded.delete(listener);
  }

  return {
    on(name, listener) {
      // The same listener twice would be called once, as with any set of listeners.
      off(name, listener);
      const handler = (event: SyncEvents[typeof name]): void => {
        // A promise's executor catches what is thrown; the rest is rejections.
        new Promise<void>((resolve) => resolve(listener(event))).catch(onError);
      };
      const byName = guarded.get(listener) ?? new Map();
      guarded.set(listener, byName.set(name, handler));
      emitter.on(name, handler);
      return () => off(name, listener);
    },
    off,
    emit: (name, event) => emitter.emit(name, event),
  };
}
