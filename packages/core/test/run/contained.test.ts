import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { errorReporter } from '../../src/error-report.js';
import { answer } from '../../src/http/answer.js';
import { syncRoutes } from '../../src/http/routes.js';
import { createSyncEngine } from '../../src/run/engine.js';
import { memoryStore } from '../../src/testing/memory-store.js';
import { scriptedSync } from '../../src/testing/router-scripted.js';
import { scriptedMirror } from './scripted-mirror.js';

const warnings: Error[] = [];
const escaped: unknown[] = [];
const onWarning = (warning: Error): void => void warnings.push(warning);
const onEscape = (error: unknown): void => void escaped.push(error);

beforeEach(
  () => void process.on('warning', onWarning).on('unhandledRejection', onEscape).on('uncaughtException', onEscape),
);
afterEach(() => {
  process.off('warning', onWarning).off('unhandledRejection', onEscape).off('uncaughtException', onEscape);
  warnings.length = 0;
  escaped.length = 0;
});

/** Warnings and unhandled rejections are told after the turn that caused them. */
const aTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const unprintable = Object.assign(new Error('down'), {
  [inspect.custom]: () => {
    throw new Error('cannot be printed');
  },
});

const failing: [string, (error: unknown) => void][] = [
  [
    'throws',
    () => {
      throw new Error('the log is down');
    },
  ],
  ['rejects', () => Promise.reject(new Error('the log is down')) as never],
  ['rejects later', (async () => aTurn().then(() => Promise.reject(new Error('the log is down')))) as never],
  ['rejects with nothing', () => Promise.reject(undefined) as never],
  ['throws what cannot be printed', () => Promise.reject(unprintable) as never],
];

describe.each(failing)('an onError that %s', (_, onError) => {
  const engine = (store = memoryStore([{ id: 1, type: 'invoice', date: '2024-01-15', source: 'a.pdf' }])) =>
    createSyncEngine({ store, mirror: scriptedMirror(), sourceRoot: '/uploads', onError });

  test('harms nothing where listeners throw, and is warned of once', async () => {
    const sync = engine();
    for (const name of ['run:started', 'document:copied', 'run:finished'] as const) {
      sync.on(name, () => {
        throw new Error(`listener of ${name}`);
      });
    }
    expect(await sync.runSync()).toMatchObject({ synced: 1, failed: 0 });
    await aTurn();
    await aTurn();
    expect(escaped).toEqual([]);
    expect(warnings.map(({ name }) => name)).toEqual(['DocmirrorWarning']);
    expect(warnings[0]?.message).toContain('listener of run:started');
    await sync.stop();
  });

  test('does not take the place of what the caller is told', async () => {
    const store = { ...memoryStore(), counts: () => Promise.reject(new Error('the database is gone')) };
    const sync = engine(store as never);
    for (const call of [() => sync.runSync(), () => sync.getStatus(), () => sync.getConfig()]) {
      await expect(call()).rejects.toMatchObject({ name: 'SyncError', code: 'STORE_FAILED' });
    }
    await aTurn();
    await aTurn();
    expect(escaped).toEqual([]);
    expect(warnings).toHaveLength(1);
    await sync.stop();
  });

  test('leaves the answer to a request as it is', async () => {
    const { sync } = scriptedSync({ getStatus: () => Promise.reject(new Error('a defect')) });
    const route = syncRoutes.find(({ path }) => path === '/status');
    if (route === undefined) throw new Error('no such route');
    const request = { params: {}, query: {}, incoming: {} as never, locale: 'en' } as const;
    const { status, body } = await answer({ sync, route, request, authorize: false, onError });
    expect([status, body]).toMatchObject([500, { code: 'INTERNAL_ERROR' }]);
    await aTurn();
    await aTurn();
    expect(escaped).toEqual([]);
  });
});

test('without an onError, each error is a process warning', async () => {
  const report = errorReporter();
  for (const error of [new Error('one'), new Error('two'), 'a text', undefined, Object.create(null)]) report(error);
  await aTurn();
  expect(warnings.map(({ message }) => message)).toEqual([
    'one',
    'two',
    "'a text'",
    'undefined',
    '[Object: null prototype] {}',
  ]);
  expect(escaped).toEqual([]);
});
