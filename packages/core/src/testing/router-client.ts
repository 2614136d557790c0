import assert from 'node:assert/strict';
import { createSyncClient } from '../client/sync-client.js';
import { isSyncError, SyncError } from '../errors/sync-error.js';
import { runExample } from './router-example.js';
import { type RouterSuiteOptions, withRouter } from './router-harness.js';
import { scripted, scriptedSync } from './router-scripted.js';

export function clientTests(suite: RouterSuiteOptions): void {
  const { describe, test } = suite;

  describe('through createSyncClient', () => {
    test('every method returns what the engine returned', async () => {
      const { sync, calls } = scriptedSync();
      await withRouter(suite, sync, { authorize: false }, async (baseUrl) => {
        const client = createSyncClient({ baseUrl, locale: 'fr' });
        assert.deepEqual(await client.getConfig(), scripted.config);
        assert.deepEqual(await client.testConnection(), scripted.test);
        assert.deepEqual(await client.getStatus(), scripted.status);
        assert.deepEqual(await client.runSync(), scripted.summary);
        assert.deepEqual(await client.syncDocument(42), scripted.document);
        assert.deepEqual(await client.plan(), scripted.plan);
        assert.deepEqual(await client.verify(), scripted.verified);
        assert.deepEqual(await client.getFailures(), scripted.failures);
        assert.deepEqual(await client.restore(42), scripted.restored);
        assert.deepEqual(await client.adopt({ locale: 'en' }), scripted.adopted);
      });
      assert.deepEqual(calls, [
        { method: 'getConfig', locale: 'fr' },
        { method: 'testConnection', locale: 'fr' },
        { method: 'getStatus', locale: 'fr' },
        { method: 'runSync', locale: 'fr' },
        { method: 'syncDocument', id: '42', locale: 'fr' },
        { method: 'plan', locale: 'fr' },
        { method: 'verify', limit: 1_000, locale: 'fr' },
        { method: 'getFailures', locale: 'fr' },
        { method: 'restore', id: '42', locale: 'fr' },
        { method: 'adopt', locale: 'en' },
      ]);
    });

    test('options arrive as they were given', async () => {
      const { sync, calls } = scriptedSync();
      const page = { after: 'files:2024/01/été & co #1?.pdf', limit: 10 };
      const verify = { level: 'size', sample: 1e-7, olderThanMs: 86_400_000, repair: true, ...page } as const;
      await withRouter(suite, sync, { authorize: false }, async (baseUrl) => {
        const client = createSyncClient({ baseUrl });
        await client.plan(page);
        await client.verify(verify);
        await client.getFailures({ ...page, locale: 'fr' });
        await client.restore('a/b', { overwrite: true });
        await client.restore('a/b', { overwrite: false });
        await client.runSync({ dryRun: true, locale: 'fr' });
        await client.runSync({ dryRun: false });
      });
      assert.deepEqual(calls, [
        { method: 'plan', ...page, locale: 'en' },
        { method: 'verify', ...verify, locale: 'en' },
        { method: 'getFailures', ...page, locale: 'fr' },
        { method: 'restore', id: 'a/b', overwrite: true, locale: 'en' },
        { method: 'restore', id: 'a/b', overwrite: false, locale: 'en' },
        { method: 'runSync', dryRun: true, locale: 'fr' },
        { method: 'runSync', dryRun: false, locale: 'en' },
      ]);
    });

    test('ids of every kind arrive as they were given', async () => {
      const { sync, calls } = scriptedSync();
      const ids = [7, 9007199254740993n, 'a/b?c#d', '50%', '…/..', 'été 1'];
      await withRouter(suite, sync, { authorize: false }, async (baseUrl) => {
        for (const id of ids) {
          await createSyncClient({ baseUrl }).syncDocument(id);
          await createSyncClient({ baseUrl }).restore(id);
        }
      });
      assert.deepEqual(
        calls.map(({ id }) => id),
        ids.flatMap((id) => [String(id), String(id)]),
      );
    });

    test('an error arrives with code, message and hint as the server worded them', async () => {
      const error = new SyncError('MIRROR_PATH_MISSING', { params: { path: '/app/nas_backup' } });
      const { sync } = scriptedSync({ runSync: () => Promise.reject(error) });
      await withRouter(suite, sync, { authorize: false }, async (baseUrl) => {
        await assert.rejects(createSyncClient({ baseUrl, locale: 'fr' }).runSync(), (seen) => {
          assert.ok(isSyncError(seen));
          assert.equal(seen.code, 'MIRROR_PATH_MISSING');
          assert.equal(seen.message, "Le chemin de montage n'existe pas: /app/nas_backup");
          assert.match(seen.hint, /^Montez-y le partage SMB/);
          return true;
        });
      });
    });

    test("the specification's example runs unchanged, in both languages", async () => {
      const { sync, calls } = scriptedSync();
      await withRouter(suite, sync, { authorize: false }, async (baseUrl) => {
        const client = createSyncClient({ baseUrl });
        assert.deepEqual(await runExample(client, 'en'), ['8 documents pending', '7 synced, 1 failures']);
        assert.deepEqual(await runExample(client, 'fr'), ['8 documents en attente', '7 synchronisés, 1 échecs']);
      });
      const once = ['getConfig', 'testConnection', 'getStatus', 'runSync'];
      assert.deepEqual(
        calls.map(({ method }) => method),
        [...once, ...once],
      );
    });

    test("the specification's example says what is wrong", async () => {
      const unconfigured = { ...scripted.config, configured: false };
      const unwritable = { ...scripted.test, success: false, message: 'Mount is not writable' };
      const { sync } = scriptedSync({ getConfig: async () => unconfigured });
      await withRouter(suite, sync, { authorize: false }, async (baseUrl) => {
        assert.deepEqual(await runExample(createSyncClient({ baseUrl }), 'en'), ['NAS mount not accessible']);
      });
      const { sync: failing } = scriptedSync({ testConnection: async () => unwritable });
      await withRouter(suite, failing, { authorize: false }, async (baseUrl) => {
        assert.deepEqual(await runExample(createSyncClient({ baseUrl }), 'en'), ['Failure: Mount is not writable']);
      });
    });
  });
}
