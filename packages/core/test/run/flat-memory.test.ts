import { getEventListeners } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { onAbort, pause } from '../../src/abort.js';
import { SyncError } from '../../src/errors/sync-error.js';
import { answer } from '../../src/http/answer.js';
import { syncRoutes } from '../../src/http/routes.js';
import type { Mirror } from '../../src/mirror.js';
import { createSyncEngine, type SyncEngine } from '../../src/run/engine.js';
import { sharedPromise } from '../../src/shared-promise.js';
import { memoryStore } from '../../src/testing/memory-store.js';
import { scriptedMirror } from './scripted-mirror.js';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** How many of these are still in memory once nobody needs them. The last may lie on a stack. */
async function survivors(refs: readonly WeakRef<object>[]): Promise<number> {
  for (let round = 0; round < 5; round++) {
    await turn();
    collectGarbage();
  }
  return refs.filter((ref) => ref.deref() !== undefined).length;
}

const times = 50;

/** Makes the call many times; each result or error must be gone afterwards, while the engine lives. */
async function expectForgotten(call: (n: number) => Promise<unknown>): Promise<void> {
  const refs: WeakRef<object>[] = [];
  for (let n = 0; n < times; n++) {
    const outcome = await call(n).catch((error: unknown) => error);
    refs.push(new WeakRef(outcome as object));
  }
  expect(await survivors(refs)).toBeLessThanOrEqual(1);
}

const warnings: Error[] = [];
const note = (warning: Error): void => void warnings.push(warning);
beforeEach(() => void process.on('warning', note));
afterEach(async () => {
  await turn();
  process.off('warning', note);
  expect(warnings.splice(0)).toEqual([]);
});

function engine(overrides: Partial<Mirror> = {}, documents = 20): SyncEngine {
  const rows = Array.from({ length: documents }, (_, n) => ({
    ...{ id: n + 1, type: 'invoice', date: '2024-01-15', source: `${n + 1}.pdf` },
  }));
  const sync = createSyncEngine({
    store: memoryStore(rows, { receipts: true }),
    mirror: scriptedMirror(overrides),
    sourceRoot: '/uploads',
    probeTimeoutMs: 5,
    concurrency: 32,
    retry: { attempts: 2, baseMs: 1 },
  });
  onTestFinished(() => sync.stop({ timeoutMs: 0 }));
  return sync;
}

describe('a call that is over leaves nothing in memory', () => {
  const signal = new AbortController().signal;
  const calls: [string, (sync: SyncEngine) => Promise<unknown>][] = [
    ['a refused id', (sync) => sync.syncDocument('seven')],
    ['a single document', (sync) => sync.syncDocument(1, { signal })],
    ['the status', (sync) => sync.getStatus()],
    ['the configuration', (sync) => sync.getConfig()],
    ['the test', (sync) => sync.testConnection()],
    ['a run', (sync) => sync.runSync({ signal })],
    ['a dry run', (sync) => sync.runSync({ dryRun: true, signal })],
    ['a whole plan', (sync) => sync.plan({ signal })],
    ['a verification', (sync) => sync.verify({ signal })],
    ['a restoration', (sync) => sync.restore({}, { signal })],
    ['a restored document', (sync) => sync.restore(1, { signal })],
    ['the failures', (sync) => sync.getFailures()],
    ['an aborted call', (sync) => sync.runSync({ signal: AbortSignal.abort() })],
    ['wrong options', (sync) => sync.runSync({ limit: -1 })],
  ];
  test.each(calls)('%s', async (_, call) => {
    const sync = engine();
    await sync.runSync();
    await expectForgotten(() => call(sync));
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('a page of a plan, but for the walk that rests', async () => {
    const sync = engine();
    await expectForgotten(() => sync.plan({ limit: 3 }));
  });

  test('a request', async () => {
    const sync = engine();
    const incoming = { headers: {}, httpVersionMajor: 1 } as never;
    for (const route of syncRoutes) {
      const request = { params: { id: 'seven' }, query: {}, incoming, locale: 'en' } as const;
      await expectForgotten(() => answer({ sync, route, request, authorize: false, onError: () => undefined }));
    }
  });

  test('who joins a run and lets go of it, while it goes on', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const sync = engine({ confirm: () => held });
    const run = sync.runSync();
    await expectForgotten(async () => {
      const caller = new AbortController();
      const joined = sync.runSync({ signal: caller.signal });
      setImmediate(() => caller.abort());
      return joined;
    });
    release();
    expect(await run).toMatchObject({ synced: 20 });
  });

  test('a listener that was taken off', async () => {
    const sync = engine();
    await expectForgotten(async () => {
      const listener = (): void => undefined;
      sync.on('run:started', listener)();
      return listener;
    });
  });
});

describe('what waits for something that never comes', () => {
  test('leaves nothing in it when it lets go', async () => {
    const never = sharedPromise(new Promise<object>(() => undefined));
    await expectForgotten(() => {
      const instead = {};
      return never.wait({ ms: 0, otherwise: () => instead });
    });
    await expectForgotten(() => {
      const caller = new AbortController();
      const error = new SyncError('RUN_ABORTED');
      const waiting = never.wait({
        signal: caller.signal,
        otherwise: () => {
          throw error;
        },
      });
      caller.abort();
      return waiting;
    });
  });

  test('is answered while a probe hangs for good, and forgotten', async () => {
    let probes = 0;
    const sync = engine({
      probe: () => {
        probes += 1;
        return new Promise(() => undefined);
      },
    });
    await expectForgotten(() => sync.getConfig());
    await expectForgotten(() => sync.testConnection());
    expect(probes).toBe(1);
  });
});

describe('however many wait for one signal', () => {
  test('it has one listener, and none when they are through', async () => {
    const caller = new AbortController();
    const listeners = () => getEventListeners(caller.signal, 'abort').length;
    const undo = Array.from({ length: 100 }, () => onAbort(caller.signal, () => undefined));
    expect(listeners()).toBe(1);
    for (const stop of undo) stop();
    for (const stop of undo) stop();
    expect(listeners()).toBe(0);
    const waits = Array.from({ length: 100 }, () => pause(60_000, caller.signal));
    expect(listeners()).toBe(1);
    caller.abort();
    await Promise.all(waits);
    expect(listeners()).toBe(0);
    await pause(60_000, caller.signal);
  });

  test('each is called once, also one that is added meanwhile or was there twice', () => {
    const caller = new AbortController();
    const seen: string[] = [];
    const both = (): void => void seen.push('both');
    onAbort(caller.signal, both);
    onAbort(caller.signal, both);
    onAbort(caller.signal, () => onAbort(caller.signal, () => seen.push('late')));
    onAbort(caller.signal, () => seen.push('never'))();
    caller.abort();
    expect(seen).toEqual(['both', 'both', 'late']);
  });

  test('copies that wait for their next try warn nobody', async () => {
    const tried = new Set<string>();
    const sync = engine(
      {
        copy: async (job) => {
          const key = `${job.directory}/${job.fileName}`;
          if (tried.has(key)) return { outcome: 'copied', key, size: 1, checksum: '0'.repeat(64), notPreserved: [] };
          tried.add(key);
          throw new SyncError('COPY_FAILED', { scope: 'transient', params: { error: 'EIO' } });
        },
      },
      60,
    );
    expect(await sync.runSync()).toMatchObject({ synced: 60 });
  });

  test('callers who share one warn nobody, and leave it as it was', async () => {
    const { signal } = new AbortController();
    const sync = engine();
    await Promise.all(Array.from({ length: 50 }, () => sync.runSync({ signal })));
    await Promise.all(Array.from({ length: 50 }, (_, n) => sync.syncDocument((n % 20) + 1, { signal })));
    await Promise.all(Array.from({ length: 50 }, () => sync.verify({ signal })));
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});
