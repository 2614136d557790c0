import * as nodeFs from 'node:fs';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { FileSystem } from '../../src/mount/file-system.js';
import { mountMirror } from '../../src/mount/mount-mirror.js';
import { createBrake } from '../../src/mount/process/brake.js';
import { descriptorBudget, descriptorLimit } from '../../src/mount/process/descriptors.js';
import { createSyncEngine } from '../../src/run/engine.js';
import { memoryStore } from '../../src/testing/memory-store.js';

const errors = ['EMFILE', 'ENFILE', 'ENOMEM'];
const count = 6;

/** An engine on real folders, of which any call may fail. */
function office() {
  const folder = mkdtempSync(join(tmpdir(), 'docmirror-limit-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [nas, uploads] = [join(folder, 'nas'), join(folder, 'uploads')];
  for (const made of [nas, uploads]) mkdirSync(made);
  const rows = Array.from({ length: count }, (_, n) => {
    writeFileSync(join(uploads, `${n + 1}.pdf`), `content ${n + 1}`);
    return { id: n + 1, type: 'invoice', date: `2024-0${n + 1}-15`, source: `${n + 1}.pdf` };
  });
  let fault: { readonly code: string; readonly below: string; left: number; passed: number } | undefined;
  const fail = <Args extends [string, ...unknown[]], Result>(call: (...args: Args) => Result) => {
    return (...args: Args): Result => {
      if (fault !== undefined && fault.left > 0 && args[0].startsWith(join(folder, fault.below))) {
        if (fault.passed-- > 0) return call(...args);
        fault.left -= 1;
        throw Object.assign(new Error(`${fault.code}: none left`), { code: fault.code });
      }
      return call(...args);
    };
  };
  const fileSystem = {
    ...nodeFs,
    openSync: fail(nodeFs.openSync as never),
    readdirSync: fail(nodeFs.readdirSync as never),
    lstatSync: fail(nodeFs.lstatSync as never),
    realpathSync: fail(nodeFs.realpathSync as never),
  } as unknown as FileSystem;
  const sync = createSyncEngine({
    store: memoryStore(rows, { receipts: true }),
    mirror: mountMirror({ path: nas, fileSystem }),
    sourceRoot: uploads,
    retry: { attempts: 3, baseMs: 1 },
    concurrency: 2,
  });
  onTestFinished(() => sync.stop());
  return {
    sync,
    uploads,
    /** The next so many calls with a path below this folder fail, after some that do not. */
    failing(code: string, below: string, left = Number.POSITIVE_INFINITY, passed = 0) {
      fault = { code, below, left, passed };
    },
    recover() {
      fault = undefined;
    },
  };
}

const stopped = (error: string) => ({
  failed: 0,
  failures: [],
  stopped: {
    code: 'SYSTEM_LIMIT_REACHED',
    message: expect.stringContaining(error),
    hint: expect.stringMatching(/raise/),
  },
});

describe.each(errors)('a system that has no more of what %s says', (code) => {
  describe.each(['uploads', 'nas/2024', 'nas'])('below %s', (below) => {
    test.each([1, 2])('for %i calls: the run goes on, and no document fails', async (left) => {
      const { sync, failing } = office();
      failing(code, below, left);
      expect(await sync.runSync()).toMatchObject({ synced: count, failed: 0 });
    });

    test('for good: the run stops and says what to do, no document is blamed, and later it goes on', async () => {
      const { sync, failing, recover } = office();
      // The share is in use.
      await sync.getConfig();
      failing(code, below, Number.POSITIVE_INFINITY, below === 'nas' ? 40 : 8);
      expect(await sync.runSync()).toMatchObject(stopped(code));
      recover();
      expect(await sync.getFailures()).toMatchObject({ failures: [] });
      expect(await sync.runSync()).toMatchObject({ failed: 0 });
      expect(await sync.getStatus()).toMatchObject({ synced: count, pending: 0 });
    });
  });

  test('a copy that cannot be looked at for it is not found unreadable, and a document that cannot be restored is not to blame', async () => {
    const { sync, failing, recover, uploads } = office();
    await sync.runSync();
    failing(code, 'nas/2024');
    for (const level of ['presence', 'size', 'checksum'] as const) {
      expect(await sync.verify({ level })).toMatchObject({
        unreadable: 0,
        missing: 0,
        stopped: { code: 'SYSTEM_LIMIT_REACHED' },
      });
    }
    failing(code, 'nas');
    await expect(sync.verify()).rejects.toMatchObject({ code: 'SYSTEM_LIMIT_REACHED' });
    rmSync(join(uploads, '3.pdf'));
    failing(code, 'uploads');
    await expect(sync.restore(3)).rejects.toMatchObject({ code: 'SYSTEM_LIMIT_REACHED' });
    expect(await sync.restore({})).toMatchObject({ failed: 0, stopped: { code: 'SYSTEM_LIMIT_REACHED' } });
    failing(code, 'uploads', 2);
    expect(await sync.restore(3)).toMatchObject({ outcome: 'restored' });
    expect(readFileSync(join(uploads, '3.pdf'), 'utf8')).toBe('content 3');
    recover();
    expect(await sync.verify()).toMatchObject({ checked: count, missing: 0, changed: 0, unreadable: 0 });
  });

  test('the share is not called lost or unusable for it', async () => {
    const { sync, failing } = office();
    failing(code, 'nas');
    await expect(sync.runSync()).rejects.toMatchObject({ code: 'SYSTEM_LIMIT_REACHED' });
    expect(await sync.testConnection()).toMatchObject({ success: false, code: 'SYSTEM_LIMIT_REACHED' });
    failing(code, 'nas', 1);
    expect(await sync.testConnection()).toMatchObject({ success: true });
  });
});

describe('while descriptors are few', () => {
  test('fewer copies are made at once, and as many as ever once that is over', () => {
    let now = 0;
    const brake = createBrake(() => now);
    expect(brake.atOnce(32)).toBe(32);
    for (let n = 0; n < 32; n++) brake.slow(32);
    expect(brake.atOnce(32)).toBe(16);
    for (const most of [8, 4, 2, 1, 1]) {
      now += 100;
      brake.slow(32);
      expect(brake.atOnce(32)).toBe(most);
    }
    now += 59_000;
    expect(brake.atOnce(32)).toBe(1);
    now += 2_000;
    expect(brake.atOnce(32)).toBe(32);
  });

  test.each([16, 64, 100, 256, 400, 1_024, 4_096, Number.POSITIVE_INFINITY])(
    'the folders that %d let a process keep open are bounded',
    (limit) => {
      for (const wanted of [1, 4, 32, 64]) {
        const { threads, folders } = descriptorBudget(limit, wanted);
        expect(threads).toBeGreaterThanOrEqual(1);
        expect(threads).toBeLessThanOrEqual(wanted);
        // The way to a copy, and the marker's folder.
        expect(folders).toBeGreaterThanOrEqual(4);
        expect(folders).toBeLessThanOrEqual(32);
        if (limit >= 256) expect(60 + (threads + 5) * (10 + folders)).toBeLessThanOrEqual(limit);
      }
      if (limit >= 4_096) expect(descriptorBudget(limit, 64)).toEqual({ threads: 64, folders: 32 });
    },
  );

  test('how many there are is known on Linux', () => {
    expect(descriptorLimit()).toBeGreaterThan(0);
  });
});
