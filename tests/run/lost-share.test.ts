import { createSyncEngine, SyncError } from '@docmirror/core';
import { expect, test } from 'vitest';
import { endlessStore, receiptOf, scriptedMirror } from './scripted.js';

test.each([1, 4, 9])(
  'a lost share stops the run within the documents under way: concurrency %s',
  async (concurrency) => {
    const seen = { read: 0, marked: 0 };
    let begunAfter = 0;
    let copies = 0;
    const mirror = scriptedMirror(async (job) => {
      copies += 1;
      if (copies <= 50) return receiptOf(job);
      begunAfter += 1;
      throw new SyncError('MIRROR_LOST', { scope: 'run' });
    });
    const sync = createSyncEngine({ store: endlessStore(1_000, seen), mirror, sourceRoot: '/', concurrency });
    const lost: string[] = [];
    sync.on('mirror:lost', ({ code }) => void lost.push(code));
    const summary = await sync.runSync();
    expect(summary).toMatchObject({ total: 1_000, failed: 0, stopped: { code: 'MIRROR_LOST' } });
    expect(begunAfter).toBeLessThanOrEqual(concurrency);
    expect(summary.synced).toBe(seen.marked);
    expect(seen.marked).toBeLessThanOrEqual(50);
    expect(lost).toEqual(['MIRROR_LOST']);
  },
);
