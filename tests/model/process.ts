import { SyncError } from '../../packages/core/src/errors/sync-error.js';
import { inlineMirror } from '../../packages/core/src/mount/inline-mirror.js';
import { createShare } from '../../packages/core/src/mount/share.js';
import { createSyncEngine, type SyncEngine } from '../../packages/core/src/run/engine.js';
import type { DocumentStore } from '../../packages/core/src/store.js';
import { createSimFs } from '../../packages/core/test/sim/sim-fs.js';
import { type ModelWorld, mountPath, uploads } from './world.js';

/** One process of the host: the real engine over the simulated disk and the store under test. */
export interface ModelProcess {
  readonly engine: SyncEngine;
  /** After so many more calls of the file system or the store, nothing of this process has any effect. */
  killAfter(calls: number): void;
  readonly dead: boolean;
  end(): Promise<void>;
}

export function startModelProcess(world: ModelWorld): ModelProcess {
  let left = Number.POSITIVE_INFINITY;
  const state = { dead: false };
  const step = (): void => {
    left -= 1;
    if (left < 0) state.dead = true;
    if (state.dead) throw new SyncError('ENGINE_STOPPED', { scope: 'run' });
  };
  const sim = createSimFs(world.root, mountPath);
  sim.maxRead = 100;
  sim.intercept = ({ operation }) => {
    // What a process had open, its end closes.
    if (operation !== 'closeSync') step();
    return undefined;
  };
  const share = createShare({ fs: sim, path: mountPath, anchored: true, readBack: false, now: () => world.nowMs });
  const errors: unknown[] = [];
  const underWay = new Set<Promise<unknown>>();
  const engine = createSyncEngine({
    store: mortalStore(world.store.store, step, underWay),
    mirror: inlineMirror(mountPath, share),
    sourceRoot: uploads,
    deleted: { policy: 'trash', maxShare: 1 },
    concurrency: 2,
    retry: { attempts: 1, baseMs: 0 },
    onError: (error) => errors.push(error),
  });
  return {
    engine,
    killAfter: (calls) => {
      left = calls;
    },
    get dead() {
      return state.dead;
    },
    async end() {
      await engine.stop({ timeoutMs: 0 });
      // A database brings to its end what it began for a process that is gone.
      await Promise.allSettled(underWay);
      if (!state.dead && errors.length > 0)
        throw new AggregateError(errors, 'the engine told of errors nobody expected');
    },
  };
}

/** A killed process asks its database for nothing more. */
function mortalStore(store: DocumentStore, step: () => void, underWay: Set<Promise<unknown>>): DocumentStore {
  const mortal = <Target extends object>(target: Target): Target =>
    new Proxy(target, {
      get(object, name) {
        const value: unknown = Reflect.get(object, name);
        if (name === 'receipts' && typeof value === 'object' && value !== null) return mortal(value);
        if (typeof value !== 'function' || name === 'parseId') return value;
        return async (...args: unknown[]) => {
          step();
          const call: Promise<unknown> = value.apply(object, args);
          underWay.add(call);
          const result = await call.finally(() => underWay.delete(call));
          // Done, perhaps, but there is nobody left to hear of it.
          step();
          return result;
        };
      },
    });
  return mortal(store);
}
