import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { SyncError } from '../../src/errors/sync-error.js';
import type { Mirror } from '../../src/mirror.js';
import { mountMirror } from '../../src/mount/mount-mirror.js';
import { createSyncEngine } from '../../src/run/engine.js';
import { memoryStore } from '../../src/testing/memory-store.js';
import { usable } from '../run/scripted-mirror.js';

type Fork = (file: string, args: string[], options: { cwd?: string }) => ChildProcess;

const scripted = vi.hoisted(() => ({ fork: (() => undefined) as unknown as Fork }));

vi.mock('node:child_process', async (original) => ({
  ...(await original<object>()),
  fork: (...args: Parameters<Fork>) => scripted.fork(...args),
}));

/** As Node hands one out; what becomes of it is up to the test. */
class FakeChild extends EventEmitter {
  pid: number | undefined = 1;
  connected = true;
  channel: { ref(): void; unref(): void } | undefined = { ref: () => undefined, unref: () => undefined };
  unref(): void {
    // Nothing here keeps the tests alive.
  }
  kill(signal: string): boolean {
    process.nextTick(() => this.emit('exit', null, signal));
    return true;
  }
  send(message: { calls?: { id: number }[] }, _sent: (error: Error | null) => void): boolean {
    const replies = (message.calls ?? []).map(({ id }) => ({ id, result: usable }));
    process.nextTick(() => this.emit('message', { replies }));
    return true;
  }
}

/** As Node leaves one that could not be started for want of descriptors. */
class UnstartedChild extends FakeChild {
  override pid = undefined;
  override connected = false;
  override channel = undefined;
  override send = undefined as never;
  constructor(error: Error) {
    super();
    process.nextTick(() => this.emit('error', error));
  }
  override kill(): boolean {
    return false;
  }
}

function systemError(code: string): Error {
  return Object.assign(new Error(`spawn /usr/bin/node ${code}`), { code, syscall: 'spawn' });
}

function forking(...children: (() => FakeChild)[]): { count: number; options: { cwd?: string }[] } {
  const seen = { count: 0, options: [] as { cwd?: string }[] };
  scripted.fork = (_file, _args, options) => {
    const child = children[Math.min(seen.count, children.length - 1)];
    seen.count += 1;
    seen.options.push(options);
    return child?.() as unknown as ChildProcess;
  };
  return seen;
}

function mirror(): Mirror {
  const created = mountMirror({ path: '/mnt/nas', processPath: fileURLToPath(import.meta.url) });
  onTestFinished(() => created.close());
  return created;
}

function engine() {
  const created = createSyncEngine({
    store: memoryStore([{ id: 1, type: 'invoice', date: '2024-01-15', source: 'a.pdf' }]),
    mirror: mirror(),
    sourceRoot: '/app/uploads',
    retry: { attempts: 3, baseMs: 1 },
  });
  onTestFinished(() => created.stop());
  return created;
}

const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (result) => result,
    ({ code, params }: SyncError) => ({ code, error: params.error }),
  );

const uncaught: unknown[] = [];
const note = (error: unknown): void => void uncaught.push(error);
beforeEach(() => void process.on('uncaughtException', note).on('unhandledRejection', note));
afterEach(async () => {
  await new Promise((resolve) => setImmediate(resolve));
  process.off('uncaughtException', note).off('unhandledRejection', note);
  expect(uncaught.splice(0)).toEqual([]);
});

const throwing = (error: unknown) => () => {
  throw error;
};

describe('a copy process that cannot be started', () => {
  test.each([
    ['EMFILE', 'thrown'],
    ['ENFILE', 'thrown'],
    ['ENOMEM', 'thrown'],
    ['EAGAIN', 'thrown'],
    ['EMFILE', 'emitted'],
    ['ENFILE', 'emitted'],
    ['EAGAIN', 'emitted'],
  ])('for a shortage of the system (%s, %s) is tried again, and then every call says so', async (code, way) => {
    const error = systemError(code);
    const seen = forking(way === 'thrown' ? throwing(error) : () => new UnstartedChild(error));
    const sync = engine();
    const expected = { code: 'SYSTEM_LIMIT_REACHED', error: code };
    expect(await codeOf(sync.runSync())).toEqual(expected);
    expect(seen.count).toBe(3);
    expect(await sync.getConfig()).toMatchObject({ configured: false, path_exists: false, code: expected.code });
    expect(await sync.testConnection()).toMatchObject({ success: false, code: expected.code });
    expect(await sync.getStatus()).toMatchObject({ pending: 1, nas_configured: false });
    expect(await codeOf(sync.syncDocument(1))).toEqual(expected);
  });

  test.each([
    ['thrown', throwing(systemError('ENOMEM'))],
    ['emitted', () => new UnstartedChild(systemError('EMFILE'))],
  ])('for a shortage that passes (%s) is started by the next try', async (_, fail) => {
    const seen = forking(fail, () => new FakeChild());
    expect(await engine().testConnection()).toMatchObject({ success: true });
    expect(seen.count).toBe(2);
  });

  test.each([
    ['ERR_ACCESS_DENIED', throwing(Object.assign(new Error('Access to this API'), { code: 'ERR_ACCESS_DENIED' }))],
    ['ENOENT', () => new UnstartedChild(systemError('ENOENT'))],
    ['EACCES', () => new UnstartedChild(systemError('EACCES'))],
    ['EPERM', throwing(systemError('EPERM'))],
    ['TypeError', throwing(new TypeError('not for your eyes'))],
    ['Error', throwing('a text')],
  ])('for another reason (%s) has a code of its own', async (error, fail) => {
    forking(fail);
    const sync = engine();
    expect(await codeOf(sync.runSync())).toEqual({ code: 'COPY_PROCESS_FAILED', error });
    expect(await sync.getConfig()).toMatchObject({ configured: false, code: 'COPY_PROCESS_FAILED' });
    expect(await sync.getStatus()).toMatchObject({ pending: 1, nas_configured: false });
  });

  test('keeps no caller waiting beyond a stop', async () => {
    forking(throwing(systemError('ENOMEM')));
    const sync = createSyncEngine({
      store: memoryStore(),
      mirror: mirror(),
      sourceRoot: '/app/uploads',
      retry: { attempts: 10, baseMs: 60_000 },
    });
    const config = codeOf(sync.getConfig());
    await new Promise((resolve) => setImmediate(resolve));
    await sync.stop({ timeoutMs: 10 });
    expect(await config).toMatchObject({ code: 'ENGINE_STOPPED' });
  });
});

describe('a copy process', () => {
  test.each(['EMFILE', 'ENFILE', 'ENOMEM'])(
    'that has no %s left for its threads is started anew, for fewer copies at once',
    async (code) => {
      const concurrency: unknown[] = [];
      const short: FakeChild['send'] = function (this: FakeChild, message) {
        concurrency.push((message as { concurrency?: number }).concurrency);
        process.nextTick(() => this.emit('message', { shortOf: code }));
        return true;
      };
      const seen = forking(() => Object.assign(new FakeChild(), { send: short }));
      const sync = engine();
      expect(await codeOf(sync.runSync())).toEqual({ code: 'SYSTEM_LIMIT_REACHED', error: code });
      expect(seen.count).toBe(3);
      const [first, , last] = concurrency as number[];
      expect(last).toBeLessThan(first ?? 0);
    },
  );

  test('works in a folder that cannot be removed under it and keeps no mount busy', async () => {
    const seen = forking(() => new FakeChild());
    await mirror().probe();
    const { cwd = '' } = seen.options[0] ?? {};
    expect(isAbsolute(cwd)).toBe(true);
    expect(cwd).toMatch(/^([A-Z]:)?[\\/]$/);
  });

  const failsToSend: [string, FakeChild['send']][] = [
    [
      'throws',
      () => {
        throw new RangeError('too long');
      },
    ],
    [
      'fails later',
      (_, sent) => {
        process.nextTick(sent, systemError('EPIPE'));
        return false;
      },
    ],
  ];
  test.each(failsToSend)('to which a message %s is ended, and another is asked', async (_, send) => {
    const seen = forking(
      () => Object.assign(new FakeChild(), { send }),
      () => new FakeChild(),
    );
    expect(await mirror().probe()).toEqual(usable);
    expect(seen.count).toBe(2);
  });

  test('that emits an error while it runs goes on', async () => {
    const child = new FakeChild();
    forking(() => child);
    const probed = mirror().probe();
    await new Promise((resolve) => setImmediate(resolve));
    child.emit('error', systemError('EPERM'));
    expect(await probed).toEqual(usable);
  });

  test('that says what is no message of ours is not listened to', async () => {
    const child = new FakeChild();
    forking(() => child);
    const probed = mirror().probe();
    await new Promise((resolve) => setImmediate(resolve));
    for (const message of ['ready', 7, null, {}, ['replies']]) child.emit('message', message);
    expect(await probed).toEqual(usable);
  });
});
