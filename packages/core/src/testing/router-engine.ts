import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSyncClient } from '../client/sync-client.js';
import { adoptResultSchema, configSchema, statusSchema, summarySchema, testSchema } from '../http/contract.js';
import { locales } from '../messages/locale.js';
import { runExample } from './router-example.js';
import { ask, expectAnswer, type RouterSuiteOptions } from './router-harness.js';
import { withEngine } from './router-real-engine.js';
import { expectError, inLocale } from './router-words.js';

/** The specification's own bodies, from an engine on real folders. */
export function engineTests(suite: RouterSuiteOptions): void {
  const { describe, test } = suite;

  describe('with a real engine', () => {
    test('a run brings what it can to the share and names what it cannot, in both languages', () =>
      withEngine(suite, 'mounted', async ({ baseUrl, store, share }) => {
        const before = await ask(baseUrl, 'GET', '/status');
        const counts = { total_documents: 2, synced: 0, pending: 2, sync_percentage: 0, last_sync: null };
        const status = { locale: 'en', status: 200, schema: statusSchema } as const;
        expectAnswer(before, { ...status, body: { ...counts, nas_configured: true } });

        const started = Date.now();
        const english = await ask(baseUrl, 'POST', '/run');
        const failures = [{ document_id: '42', code: 'SOURCE_NOT_FOUND' }];
        expectAnswer(english, {
          status: 200,
          locale: 'en',
          schema: summarySchema,
          body: {
            total: 2,
            synced: 1,
            failed: 1,
            errors: ['Document 42: Source file not found'],
            failures,
            warnings: [],
          },
        });
        const french = await ask(baseUrl, 'POST', '/run', inLocale('fr'));
        expectAnswer(french, {
          status: 200,
          locale: 'fr',
          schema: summarySchema,
          body: {
            total: 1,
            synced: 0,
            failed: 1,
            errors: ['Document 42: Fichier source introuvable'],
            failures,
            warnings: [],
          },
        });
        assert.equal(await readFile(join(share, '2024/01/invoices/abc.pdf'), 'utf8'), 'an invoice');
        assert.deepEqual(
          store.rows().map(({ id, synced }) => [id, synced === true]),
          [
            [7, true],
            [42, false],
            [50, false],
          ],
        );

        const after = await ask(baseUrl, 'GET', '/status');
        const { last_sync } = statusSchema.parse(JSON.parse(after.text));
        assert.ok(last_sync !== null && Date.parse(last_sync) >= started && Date.parse(last_sync) <= Date.now());
        const counted = { total_documents: 2, synced: 1, pending: 1, sync_percentage: 50, last_sync };
        expectAnswer(after, { ...status, body: { ...counted, nas_configured: true } });
      }));

    test('callers who ask at the same time get one run, each in their own language', () =>
      withEngine(
        suite,
        'mounted',
        async ({ baseUrl, sync }) => {
          let runs = 0;
          sync.on('run:started', () => {
            runs += 1;
          });
          const answers = await Promise.all(locales.map((locale) => ask(baseUrl, 'POST', '/run', inLocale(locale))));
          const summaries = answers.map(({ text }) => summarySchema.parse(JSON.parse(text)));
          assert.deepEqual(
            summaries.map(({ total, synced, failed, errors }) => [total, synced, failed, errors]),
            [
              [2, 1, 1, ['Document 42: Source file not found']],
              [2, 1, 1, ['Document 42: Fichier source introuvable']],
            ],
          );
          assert.equal(runs, 1);
        },
        { wrap: (sync) => ({ ...sync, runSync: together(2, sync.runSync) }) },
      ));

    test('what is known of the share keeps up with a first run', () =>
      withEngine(suite, 'mounted', async ({ baseUrl }) => {
        // What the three answers rest on may be kept for some seconds; the first run changes it by adopting the share.
        for (const round of ['before', 'after']) {
          const config = configSchema.parse(JSON.parse((await ask(baseUrl, 'GET', '/config')).text));
          assert.deepEqual([config.configured, config.code], [true, null], round);
          const status = statusSchema.parse(JSON.parse((await ask(baseUrl, 'GET', '/status')).text));
          assert.equal(status.nas_configured, true, round);
          if (round === 'before') assert.equal((await ask(baseUrl, 'POST', '/run')).status, 200);
        }
      }));

    test('a share that lost its mark is refused until it is adopted', () =>
      withEngine(suite, 'mounted', async ({ baseUrl, share, uploads }) => {
        await writeFile(join(uploads, 'lost.jpg'), 'found again');
        assert.equal((await ask(baseUrl, 'POST', '/run')).status, 200);
        await rm(join(share, '.docmirror'), { recursive: true });
        const refusal = await ask(baseUrl, 'POST', '/run');
        expectError(refusal, {
          status: 400,
          locale: 'en',
          code: 'MIRROR_NOT_OURS',
          message:
            'This folder does not carry the mark of the share that documents were synchronized to. The share is probably not mounted.',
        });
        const adopted = await ask(baseUrl, 'POST', '/adopt', inLocale('fr'));
        const message = 'Partage adopté. Tous les documents sont en attente\u00a0; lancez la synchronisation.';
        expectAnswer(adopted, {
          status: 200,
          locale: 'fr',
          schema: adoptResultSchema,
          body: { success: true, message },
        });
        const again = summarySchema.parse(JSON.parse((await ask(baseUrl, 'POST', '/run')).text));
        assert.deepEqual([again.total, again.synced, again.failed], [2, 2, 0]);
      }));

    test('a stopped engine says so', () =>
      withEngine(suite, 'mounted', async ({ baseUrl, sync }) => {
        await sync.stop();
        const words = { en: 'Synchronization is shut down', fr: 'La synchronisation est arrêtée' };
        for (const locale of locales) {
          const answer = await ask(baseUrl, 'POST', '/run', inLocale(locale));
          expectError(answer, { status: 503, locale, code: 'ENGINE_STOPPED', message: words[locale] });
        }
      }));

    test("the specification's example says the same over HTTP and beside the engine", () =>
      withEngine(suite, 'mounted', async ({ baseUrl, sync }) => {
        const client = createSyncClient({ baseUrl });
        assert.deepEqual(await runExample(client, 'en'), ['2 documents pending', '1 synced, 1 failures']);
        assert.deepEqual(await runExample(sync, 'fr'), ['1 documents en attente', '0 synchronisés, 1 échecs']);
      }));

    test('a test of a working share succeeds, in both languages', () =>
      withEngine(suite, 'mounted', async ({ baseUrl }) => {
        const words = { en: 'NAS mount accessible for read/write', fr: 'Montage NAS accessible en lecture/écriture' };
        for (const locale of locales) {
          const body = { success: true, message: words[locale], code: null, hint: '' };
          const answer = await ask(baseUrl, 'POST', '/test', inLocale(locale));
          expectAnswer(answer, { status: 200, locale, schema: testSchema, body });
        }
      }));
  });
}

/** Holds calls back until so many have come, then lets them all go in one turn. */
function together<Options, Result>(count: number, call: (options?: Options) => Promise<Result>) {
  const held: (() => void)[] = [];
  return (options?: Options): Promise<Result> =>
    new Promise((resolve, reject) => {
      held.push(() => call(options).then(resolve, reject));
      if (held.length === count) for (const letGo of held) letGo();
    });
}
