import { describe, expect, test, vi } from 'vitest';
import type { Document } from '../../src/document.js';
import { SyncError } from '../../src/errors/sync-error.js';
import type { Mirror } from '../../src/mirror.js';
import { createSyncEngine, type SyncEngine } from '../../src/run/engine.js';
import type { SyncEngineOptions } from '../../src/run/options.js';
import { type MemoryStore, memoryStore } from '../../src/testing/memory-store.js';
import { gate, scriptedMirror, unusable, usable } from './scripted-mirror.js';

function documents(count: number): Document[] {
  return Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    type: 'invoice',
    date: '2024-01-15',
    source: `${index + 1}.pdf`,
  }));
}

interface Setting {
  readonly store: MemoryStore;
  readonly mirror: ReturnType<typeof scriptedMirror>;
  readonly sync: SyncEngine;
  readonly errors: unknown[];
}

function setting(count: number, overrides: Partial<Mirror> = {}, options: Partial<SyncEngineOptions> = {}): Setting {
  const store = memoryStore(documents(count));
  const mirror = scriptedMirror(overrides);
  const errors: unknown[] = [];
  const onError = (error: unknown): void => void errors.push(error);
  const retry = { attempts: 3, baseMs: 0 };
  const sync = createSyncEngine({ store, mirror, sourceRoot: '/uploads', retry, onError, ...options });
  return { store, mirror, sync, errors };
}

const marked = (store: MemoryStore): unknown[] => store.rows().flatMap((row) => (row.synced === true ? [row.id] : []));

describe('a run', () => {
  test('brings every page, and marks only what was confirmed before', async () => {
    const confirmed = new Set<string>();
    const { store, sync } = setting(1_203, {
      async confirm({ keys }) {
        for (const key of keys) confirmed.add(key);
      },
    });
    const unconfirmed: unknown[] = [];
    const mark = store.mark;
    store.mark = async (batch) => {
      unconfirmed.push(...batch.filter(({ source }) => !confirmed.has(`2024/01/invoices/${source}`)));
      return mark(batch);
    };
    expect(await sync.runSync({ limit: 3 })).toMatchObject({ total: 3, synced: 3 });
    expect(await sync.runSync()).toMatchObject({ total: 1_200, synced: 1_200, failed: 0, errors: [], warnings: [] });
    expect(marked(store)).toHaveLength(1_203);
    expect(unconfirmed).toEqual([]);
  });

  test('never has more copies under way than concurrency says', async () => {
    let now = 0;
    let most = 0;
    const { sync } = setting(
      50,
      {
        async copy({ directory, fileName }) {
          now += 1;
          most = Math.max(most, now);
          await new Promise(setImmediate);
          now -= 1;
          return { outcome: 'copied', key: `${directory}/${fileName}`, size: 1, checksum: '', notPreserved: [] };
        },
      },
      { concurrency: 3 },
    );
    await sync.runSync();
    expect(most).toBe(3);
  });

  test('is joined by a second call, in its own language; other options are refused', async () => {
    const copying = gate();
    const { sync, mirror } = setting(1, {
      async copy() {
        await copying.promise;
        throw new SyncError('SOURCE_NOT_FOUND');
      },
    });
    const first = sync.runSync();
    const second = sync.runSync({ locale: 'fr' });
    await expect(sync.runSync({ limit: 5 })).rejects.toMatchObject({ code: 'RUN_IN_PROGRESS' });
    copying.open();
    expect((await first).errors).toEqual(['Document 1: Source file not found']);
    expect((await second).errors).toEqual(['Document 1: Fichier source introuvable']);
    expect(mirror.calls.filter((call) => call.startsWith('copy'))).toHaveLength(1);
  });

  test('is stopped by the signal of the call that began it; what was brought is marked', async () => {
    const cancel = new AbortController();
    const { sync, store } = setting(
      10,
      {
        async copy({ directory, fileName }) {
          if (fileName === '3.pdf') cancel.abort();
          return { outcome: 'copied', key: `${directory}/${fileName}`, size: 1, checksum: '', notPreserved: [] };
        },
      },
      { concurrency: 1 },
    );
    const summary = await sync.runSync({ signal: cancel.signal });
    expect(summary).toMatchObject({ total: 10, synced: 3, failed: 0, stopped: { code: 'RUN_ABORTED' } });
    expect(marked(store)).toEqual([1, 2, 3]);
  });

  test('goes on without a caller who joined and let go', async () => {
    const copying = gate();
    const { sync } = setting(1, {
      async copy({ directory, fileName }) {
        await copying.promise;
        return { outcome: 'copied', key: `${directory}/${fileName}`, size: 1, checksum: '', notPreserved: [] };
      },
    });
    const first = sync.runSync();
    const cancel = new AbortController();
    const second = sync.runSync({ signal: cancel.signal });
    cancel.abort();
    await expect(second).rejects.toMatchObject({ code: 'RUN_ABORTED' });
    copying.open();
    expect(await first).toMatchObject({ synced: 1 });
  });

  test.each([
    ['transient', 3, 'COPY_FAILED'],
    ['unknown', 2, 'COPY_FAILED'],
    ['document', 1, 'COPY_FAILED'],
  ] as const)('tries a %s failure %i times, then reports the document and goes on', async (scope, tries, code) => {
    const { sync, mirror, store } = setting(3, {
      async copy({ directory, fileName, source }) {
        if (source === '2.pdf') throw new SyncError('COPY_FAILED', { scope, params: { error: 'EIO' } });
        return { outcome: 'copied', key: `${directory}/${fileName}`, size: 1, checksum: '', notPreserved: [] };
      },
    });
    const summary = await sync.runSync();
    expect(summary).toMatchObject({ total: 3, synced: 2, failed: 1, failures: [{ document_id: '2', code }] });
    expect(mirror.calls.filter((call) => call === 'copy 2.pdf')).toHaveLength(tries);
    expect(marked(store)).toEqual([1, 3]);
  });

  test('ends when five documents in a row fail with what nobody knows', async () => {
    const { sync, mirror } = setting(
      20,
      {
        async copy() {
          throw new SyncError('COPY_FAILED', { scope: 'unknown', params: { error: 'EWEIRD' } });
        },
      },
      { concurrency: 1 },
    );
    const summary = await sync.runSync();
    expect(summary).toMatchObject({ total: 20, failed: 5, stopped: { code: 'MIRROR_FAILED' } });
    expect(mirror.calls.filter((call) => call.startsWith('copy'))).toHaveLength(10);
  });

  test('that cannot mark stops, tells the host why, and marks nothing', async () => {
    const { sync, store, errors } = setting(5);
    vi.spyOn(store, 'mark').mockRejectedValue(new Error('password=secret refused'));
    const summary = await sync.runSync();
    expect(summary).toMatchObject({ total: 5, synced: 0, failed: 0, stopped: { code: 'STORE_FAILED' } });
    expect(JSON.stringify(summary)).not.toContain('secret');
    expect(errors).toHaveLength(1);
    expect(marked(store)).toEqual([]);
  });

  test('counts a row that changed under the copy as failed, and takes a wrong mark back', async () => {
    const { sync, store } = setting(2, {
      async copy({ directory, fileName, source }) {
        // Somebody changes both rows; one of them is marked by another instance.
        store.put({ id: 1, type: 'receipt', date: '2024-01-15', source: '1.pdf' });
        store.put({ id: 2, type: 'receipt', date: '2024-01-15', source: '2.pdf', synced: source === '2.pdf' });
        return { outcome: 'copied', key: `${directory}/${fileName}`, size: 1, checksum: '', notPreserved: [] };
      },
    });
    expect(await sync.runSync()).toMatchObject({
      total: 2,
      synced: 0,
      failed: 2,
      failures: [{ code: 'DOCUMENT_CHANGED' }, {}],
    });
    expect(marked(store)).toEqual([]);
  });

  test('warns once of each unknown type and of missing dates', async () => {
    const { sync, store } = setting(0);
    for (let id = 1; id <= 6; id++)
      store.put({ id, type: id % 2 ? 'contract' : 'memo', date: null, source: `${id}.pdf` });
    expect((await sync.runSync()).warnings.sort()).toEqual([
      'Documents without a date are filed under “undated”.',
      'Unknown document type “contract”: filed under “others”.',
      'Unknown document type “memo”: filed under “others”.',
    ]);
  });
});

describe('events', () => {
  test('tell a run from its start to its end', async () => {
    const { sync } = setting(3, {
      async copy({ directory, fileName, source }) {
        if (source === '2.pdf') throw new SyncError('SOURCE_NOT_FOUND');
        const outcome = source === '3.pdf' ? 'unchanged' : 'copied';
        return { outcome, key: `${directory}/${fileName}`, size: 7, checksum: '', notPreserved: [] };
      },
    });
    const told: string[] = [];
    for (const name of [
      'run:started',
      'document:copied',
      'document:unchanged',
      'document:failed',
      'run:finished',
    ] as const) {
      sync.on(name, () => void told.push(name));
    }
    const finished = vi.fn();
    sync.on('run:finished', finished);
    await sync.runSync();
    expect(told[0]).toBe('run:started');
    expect(told.at(-1)).toBe('run:finished');
    expect(told.slice(1, -1).sort()).toEqual(['document:copied', 'document:failed', 'document:unchanged']);
    expect(finished.mock.calls[0]?.[0]).toMatchObject({ total: 3, synced: 2, failed: 1, bytes: 14 });
  });

  test('a listener that throws or rejects harms nothing and is reported; on returns its undo', async () => {
    const { sync, errors } = setting(1);
    const undone = vi.fn();
    sync.on('run:started', undone)();
    sync.on('run:started', () => {
      throw new Error('thrown');
    });
    sync.on('run:started', async () => {
      throw new Error('rejected');
    });
    expect(await sync.runSync()).toMatchObject({ synced: 1 });
    expect(errors.map(String).sort()).toEqual(['Error: rejected', 'Error: thrown']);
    expect(undone).not.toHaveBeenCalled();
  });

  test('a share that is lost and comes back is told once each', async () => {
    let state = usable;
    const { sync } = setting(0, { probe: async () => state });
    const told: string[] = [];
    sync.on('mirror:lost', ({ code }) => void told.push(code));
    sync.on('mirror:recovered', () => void told.push('recovered'));
    for (const next of [usable, unusable, unusable, usable, usable]) {
      state = next;
      await sync.testConnection();
    }
    expect(told).toEqual(['MIRROR_NOT_ANSWERING', 'recovered']);
  });
});

describe('a share that does not answer', () => {
  test('is probed once at a time; /test says so within its deadline, /status goes on', async () => {
    const answer = gate<typeof usable>();
    const { sync, mirror } = setting(2, { probe: () => answer.promise }, { probeTimeoutMs: 50 });
    const expected = { success: false, code: 'MIRROR_NOT_ANSWERING' };
    expect(await sync.testConnection()).toMatchObject(expected);
    expect(await sync.testConnection()).toMatchObject(expected);
    expect(await sync.getStatus()).toMatchObject({ pending: 2, nas_configured: false });
    await expect(sync.runSync()).rejects.toMatchObject({ code: 'MIRROR_NOT_ANSWERING' });
    expect(mirror.calls).toEqual(['probe']);
    answer.open(usable);
    expect(await sync.testConnection()).toMatchObject({ success: true });
  });
});

describe('stop', () => {
  test('waits for what is under way, marks it, and begins nothing new', async () => {
    const copying = gate();
    const { sync, store, mirror } = setting(
      5,
      {
        async copy({ directory, fileName }) {
          await copying.promise;
          return { outcome: 'copied', key: `${directory}/${fileName}`, size: 1, checksum: '', notPreserved: [] };
        },
      },
      { concurrency: 2 },
    );
    const run = sync.runSync();
    await vi.waitUntil(() => mirror.calls.filter((call) => call.startsWith('copy')).length === 2);
    const stopped = sync.stop();
    copying.open();
    await stopped;
    expect(await run).toMatchObject({ total: 5, synced: 2, failed: 0, stopped: { code: 'ENGINE_STOPPED' } });
    expect(marked(store)).toEqual([1, 2]);
    expect(mirror.calls.at(-1)).toBe('close');
    await expect(sync.runSync()).rejects.toMatchObject({ code: 'ENGINE_STOPPED' });
    await expect(sync.syncDocument(1)).rejects.toMatchObject({ code: 'ENGINE_STOPPED' });
  });

  test('lets go of what hangs after timeoutMs, and every caller gets an answer', async () => {
    const never = new Promise<never>(() => undefined);
    const { sync, store } = setting(3, { copy: () => never });
    const run = sync.runSync();
    const one = sync.syncDocument(2);
    one.catch(() => undefined);
    await sync.stop({ timeoutMs: 30 });
    expect(await run).toMatchObject({ total: 3, synced: 0, failed: 0, stopped: { code: 'ENGINE_STOPPED' } });
    await expect(one).rejects.toMatchObject({ code: 'ENGINE_STOPPED' });
    expect(marked(store)).toEqual([]);
  });
});

describe('status', () => {
  test.each([
    [0, 0, 0],
    [3, 1, 33.3],
    [150, 142, 94.7],
    [100_000, 99_999, 99.9],
    [7, 7, 100],
  ])('of %i documents with %i synced says %d %%', async (total, synced, percentage) => {
    const { sync, store } = setting(0);
    vi.spyOn(store, 'counts').mockResolvedValue({ total, synced, pending: total - synced, lastSync: null });
    expect(await sync.getStatus()).toMatchObject({ sync_percentage: percentage, last_sync: null });
  });
});

describe('options', () => {
  const good = { store: memoryStore(), mirror: scriptedMirror(), sourceRoot: '/uploads' };

  test.each([
    ['store', { ...good, store: {} }],
    ['mirror', { ...good, mirror: undefined }],
    ['sourceRoot', { ...good, sourceRoot: 'uploads' }],
    ['sourceRoot', { ...good, sourceRoot: [] }],
    ['locale', { ...good, locale: 'de' }],
    ['concurrency', { ...good, concurrency: 0 }],
    ['layout.folders', { ...good, layout: { folders: { invoice: '../x' } } }],
    ['layout.timeZone', { ...good, layout: { timeZone: 'Mars/Olympus' } }],
    ['retry.attempts', { ...good, retry: { attempts: 1.5 } }],
    ['concurency', { ...good, concurency: 8 }],
  ])('a wrong %s is refused at construction, by its name', (name, options) => {
    expect(() => createSyncEngine(options as unknown as SyncEngineOptions)).toThrow(
      expect.objectContaining({ code: 'OPTIONS_INVALID', message: expect.stringContaining(name) }),
    );
  });
});
