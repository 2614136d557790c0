import { SyncError } from '../../packages/core/src/errors/sync-error.js';
import type { Mirror } from '../../packages/core/src/mirror.js';
import { inlineMirror } from '../../packages/core/src/mount/inline-mirror.js';
import { createShare, type Share } from '../../packages/core/src/mount/share.js';
import { createSyncEngine, type SyncEngine } from '../../packages/core/src/run/engine.js';
import type { DocumentStore } from '../../packages/core/src/store.js';
import { createSimFs } from '../../packages/core/test/sim/sim-fs.js';
import type { Turns } from './turns.js';
import { type ModelWorld, mountPath, uploads } from './world.js';

/** One process of a host: the real engine over the simulated disk and the store under test. */
export interface ModelProcess {
  readonly engine: SyncEngine;
  /** After so many more calls of the file system or the store, nothing of this process has any effect. */
  killAfter(calls: number): void;
  readonly dead: boolean;
  /** What it was asked for would go on for ever. */
  readonly endless: boolean;
  /** Something else is asked of it now. */
  begin(): void;
  /** Before the call with this number from now on, of the file system or the store, this happens once. */
  before(call: number, happening: () => void): void;
  /** From now on its calls come when others let them. Undefined: at once. */
  turns: Turns | undefined;
  end(): Promise<void>;
}

/** More calls than anything that is asked of a process can need here: a walk that does not end shows itself. */
const maxCalls = 10_000;

let processes = 0;

export function startModelProcess(world: ModelWorld): ModelProcess {
  processes += 1;
  const who = String(processes);
  let left = Number.POSITIVE_INFINITY;
  let made = 0;
  let happening: { readonly at: number; readonly happen: () => void } | undefined;
  const state: { dead: boolean; turns: Turns | undefined } = { dead: false, turns: undefined };
  const step = (): void => {
    left -= 1;
    made += 1;
    if (left < 0) state.dead = true;
    if (state.dead) throw new SyncError('ENGINE_STOPPED', { scope: 'run' });
    if (made > maxCalls) throw new SyncError('ENGINE_STOPPED', { scope: 'run' });
    if (happening === undefined || made < happening.at) return;
    const { happen } = happening;
    happening = undefined;
    happen();
  };
  const sim = createSimFs(world.root, mountPath);
  sim.maxRead = 100;
  sim.beforeCall = () => state.turns?.between();
  sim.intercept = ({ operation }) => {
    // What a process had open, its end closes.
    if (operation !== 'closeSync') step();
    return undefined;
  };
  const share = createShare({
    fs: sim,
    path: mountPath,
    anchored: true,
    readBack: false,
    now: () => world.clock.nowMs,
  });
  const errors: unknown[] = [];
  const underWay = new Set<Promise<unknown>>();
  const inline = inlineMirror(mountPath, share);
  const take = <Result>(call: () => Result) => state.turns?.take(who, true, call);
  const engine = createSyncEngine({
    store: mortalStore(world.store.store, step, underWay, () => state.turns?.take(who, false, () => undefined)),
    mirror: mirrorInTurn(inline, share, take),
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
    get endless() {
      return made > maxCalls;
    },
    begin() {
      made = 0;
      happening = undefined;
    },
    before(call, happen) {
      happening = { at: call, happen };
    },
    get turns() {
      return state.turns;
    },
    set turns(turns) {
      state.turns = turns;
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

/** The mirror of a process alone, or one whose calls wait for their turn. */
function mirrorInTurn(
  alone: Mirror,
  share: Share,
  take: <Result>(call: () => Result) => Promise<Result> | undefined,
): Mirror {
  return {
    ...alone,
    probe: () => take(() => share.probe()) ?? alone.probe(),
    adopt: (request) => take(() => share.adopt(request)) ?? alone.adopt(request),
    copy: (job, terms) => take(() => share.copy(job)) ?? alone.copy(job, terms),
    confirm: (request) => take(() => share.confirm(request.mirrorId, request.keys)) ?? alone.confirm(request),
    inspect: (request) => take(() => share.inspect(request)) ?? alone.inspect(request),
    remove: (request) => take(() => share.remove(request)) ?? alone.remove(request),
    restore: (request) => take(() => share.restore(request)) ?? alone.restore(request),
    list: (request) => take(() => share.list(request)) ?? alone.list(request),
    write: (request) => take(() => share.write(request)) ?? alone.write(request),
    read: (request) => take(() => share.read(request)) ?? alone.read(request),
  };
}

/** A killed process asks its database for nothing more. */
function mortalStore(
  store: DocumentStore,
  step: () => void,
  underWay: Set<Promise<unknown>>,
  turn: () => Promise<void> | undefined,
): DocumentStore {
  const mortal = <Target extends object>(target: Target): Target =>
    new Proxy(target, {
      get(object, name) {
        const value: unknown = Reflect.get(object, name);
        if (name === 'receipts' && typeof value === 'object' && value !== null) return mortal(value);
        if (typeof value !== 'function' || name === 'parseId') return value;
        return async (...args: unknown[]) => {
          await turn();
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
