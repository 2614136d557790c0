import assert from 'node:assert/strict';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  failuresSchema,
  planSchema,
  rebuildSchema,
  restoreResultSchema,
  statusSchema,
  summarySchema,
  verifySchema,
} from '../http/contract.js';
import { locales } from '../messages/locale.js';
import { ask, expectAnswer, type RouterSuiteOptions } from './router-harness.js';
import { type RealEngine, withEngine } from './router-real-engine.js';
import { expectError, inLocale } from './router-words.js';

const key = '2024/01/invoices/abc.pdf';

/** `GET /plan`, `POST /verify`, `GET /failures`, `POST /document/:id/restore` and `POST /rebuild`, from an engine on real folders with receipts. */
export function recoveryTests(suite: RouterSuiteOptions): void {
  const { describe, test } = suite;

  const withReceipts = (use: (engine: RealEngine) => Promise<void>) =>
    withEngine(
      suite,
      'mounted',
      async (engine) => {
        assert.equal((await ask(engine.baseUrl, 'POST', '/run')).status, 200);
        await use(engine);
      },
      { receipts: true },
    );

  describe('plan, verification, failures and restoring', () => {
    test('a plan says what a run would do, in both languages and in pages, and does nothing', () =>
      withReceipts(async ({ baseUrl, store, share, uploads }) => {
        await writeFile(join(uploads, 'new.pdf'), 'a new one');
        store.put({ id: 60, type: 'invoice', date: '2024-01-20', source: 'new.pdf' });
        // A first failure is tried again with the next run.
        const words = { en: 'Source file not found', fr: 'Fichier source introuvable' };
        for (const locale of locales) {
          const conflict = { document_id: '42', action: 'conflict', key: null, code: 'SOURCE_NOT_FOUND' };
          const copy = { document_id: '60', action: 'copy', key: '2024/01/invoices/new.pdf' };
          const answer = await ask(baseUrl, 'GET', '/plan', inLocale(locale));
          const body = { entries: [{ ...conflict, message: words[locale] }, copy], cursor: null };
          expectAnswer(answer, { status: 200, locale, schema: planSchema, body });

          const first = planSchema.parse(JSON.parse((await ask(baseUrl, 'GET', '/plan?limit=1')).text));
          assert.equal(first.entries.length, 1);
          const after = encodeURIComponent(first.cursor ?? '');
          const second = await ask(baseUrl, 'GET', `/plan?limit=1&after=${after}`);
          assert.deepEqual(planSchema.parse(JSON.parse(second.text)).entries, [copy]);
        }
        assert.deepEqual(await readdir(join(share, '2024/01/invoices')), ['abc.pdf']);
      }));

    test('a dry run says in counts what a run would do, and does nothing', () =>
      withReceipts(async ({ baseUrl, store, share, uploads }) => {
        await writeFile(join(uploads, 'new.pdf'), 'a new one');
        store.put({ id: 60, type: 'invoice', date: '2024-01-20', source: 'new.pdf' });
        const json = { 'content-type': 'application/json' };
        for (const answer of [
          await ask(baseUrl, 'POST', '/run?dry_run=true'),
          await ask(baseUrl, 'POST', '/run', { headers: json, body: '{"dry_run":true}' }),
        ]) {
          const { dry_run, synced, failed } = summarySchema.parse(JSON.parse(answer.text));
          assert.deepEqual({ dry_run, synced, failed }, { dry_run: true, synced: 1, failed: 1 });
        }
        for (const path of ['/run?dryRun=true', '/run?dry_run']) {
          assert.equal((await ask(baseUrl, 'POST', path)).status, 400);
        }
        assert.deepEqual(await readdir(join(share, '2024/01/invoices')), ['abc.pdf']);
      }));

    test('a verification finds what is wrong, page by page, and repairs it when asked to', () =>
      withReceipts(async ({ baseUrl, share }) => {
        await writeFile(join(share, key), 'AN INVOICE');
        await writeFile(join(share, '2024/scan.pdf'), 'a stranger');
        const none = { checked: 1, missing: 0, changed: 0, foreign: 0, unreadable: 0, temporary: 0, repaired: 0 };
        const changed = { kind: 'changed', document_id: '7', key, repaired: false };
        const foreign = { kind: 'foreign', document_id: null, key: '2024/scan.pdf', repaired: false };
        for (const locale of locales) {
          const answer = await ask(baseUrl, 'POST', '/verify', inLocale(locale));
          const body = { ...none, changed: 1, foreign: 1, findings: [changed, foreign], cursor: null };
          expectAnswer(answer, { status: 200, locale, schema: verifySchema, body });
        }

        const first = verifySchema.parse(JSON.parse((await ask(baseUrl, 'POST', '/verify?limit=1')).text));
        assert.deepEqual(first.findings, [changed]);
        const after = encodeURIComponent(first.cursor ?? '');
        const rest = verifySchema.parse(JSON.parse((await ask(baseUrl, 'POST', `/verify?after=${after}`)).text));
        assert.deepEqual([rest.checked, rest.findings, rest.cursor], [0, [foreign], null]);
        // By its size it is right.
        const bySize = await ask(baseUrl, 'POST', '/verify?level=size&sample=1&older_than_ms=0');
        assert.deepEqual(verifySchema.parse(JSON.parse(bySize.text)).findings, []);

        const repaired = verifySchema.parse(JSON.parse((await ask(baseUrl, 'POST', '/verify?repair=true')).text));
        assert.deepEqual(repaired.findings, [{ ...changed, repaired: true }, foreign]);
        assert.equal(await readFile(join(share, key), 'utf8'), 'an invoice');
        const [day = ''] = await readdir(join(share, '.docmirror/trash'));
        const [store = ''] = await readdir(join(share, '.docmirror/trash', day));
        assert.equal(await readFile(join(share, '.docmirror/trash', day, store, key), 'utf8'), 'AN INVOICE');
        assert.equal(await readFile(join(share, '2024/scan.pdf'), 'utf8'), 'a stranger');
      }));

    test('documents that keep failing are listed, in both languages', () =>
      withReceipts(async ({ baseUrl }) => {
        const words = { en: 'Source file not found', fr: 'Fichier source introuvable' };
        for (const locale of locales) {
          const failure = { document_id: '42', code: 'SOURCE_NOT_FOUND', attempts: 1, next_attempt_at: null };
          const body = { failures: [{ ...failure, message: words[locale] }], cursor: null };
          const answer = await ask(baseUrl, 'GET', '/failures', inLocale(locale));
          expectAnswer(answer, { status: 200, locale, schema: failuresSchema, body });
        }
      }));

    test('a document is restored to where its row says; a different file is never replaced unless told', () =>
      withReceipts(async ({ baseUrl, uploads, share }) => {
        const source = join(uploads, 'abc.pdf');
        const restored = { en: 'Restored from', fr: 'Restauré depuis' };
        const present = { en: 'The same file is already there:', fr: 'Le même fichier s’y trouve déjà\u00a0:' };
        const taken = { en: 'Another file is already there', fr: 'Un autre fichier s’y trouve déjà' };
        for (const locale of locales) {
          await rm(source);
          for (const [outcome, words] of [
            ['restored', restored],
            ['present', present],
          ] as const) {
            const answer = await ask(baseUrl, 'POST', '/document/7/restore', inLocale(locale));
            const body = { success: true, message: `${words[locale]} ${key}`, key, outcome };
            expectAnswer(answer, { status: 200, locale, schema: restoreResultSchema, body });
          }
          await writeFile(source, 'another invoice');
          const refused = await ask(baseUrl, 'POST', '/document/7/restore?overwrite=false', inLocale(locale));
          expectError(refused, { status: 409, locale, code: 'RESTORE_TARGET_TAKEN', message: taken[locale] });
          assert.equal(await readFile(source, 'utf8'), 'another invoice');
          for (const folder of [uploads, share]) assert.ok(!refused.text.includes(folder), 'shows no path of the host');
          const told = await ask(baseUrl, 'POST', '/document/7/restore?overwrite=true', inLocale(locale));
          assert.equal(restoreResultSchema.parse(JSON.parse(told.text)).outcome, 'restored');
          assert.equal(await readFile(source, 'utf8'), 'an invoice');
        }
      }));

    const refused = [
      ['42', 404, 'COPY_MISSING', { en: 'The copy is not on the share', fr: 'La copie n’est pas sur le partage' }],
      ['99', 404, 'DOCUMENT_NOT_FOUND', { en: 'Document not found', fr: 'Document non trouvé' }],
      [
        'seven',
        400,
        'DOCUMENT_ID_INVALID',
        { en: 'Not a valid document id', fr: 'Identifiant de document non valide' },
      ],
    ] as const;
    for (const [id, status, code, messages] of refused) {
      test(`document ${id} cannot be restored: ${code} ${status}`, () =>
        withReceipts(async ({ baseUrl, uploads }) => {
          for (const locale of locales) {
            const answer = await ask(baseUrl, 'POST', `/document/${id}/restore`, inLocale(locale));
            expectError(answer, { status, locale, code, message: messages[locale] });
          }
          assert.deepEqual(await readdir(uploads), ['abc.pdf']);
        }));
    }

    test('a cursor that is none is refused', () =>
      withReceipts(async ({ baseUrl }) => {
        const words = {
          en: '“after” is not valid: write the cursor of the answer before, or none to begin anew',
          fr: '«\u00a0after\u00a0» n’est pas valide\u00a0: donnez le curseur (cursor) de la réponse précédente, ou aucun pour recommencer',
        };
        for (const locale of locales) {
          for (const [method, path] of [
            ['GET', '/plan'],
            ['POST', '/verify'],
            ['GET', '/failures'],
          ] as const) {
            const answer = await ask(baseUrl, method, `${path}?after=yesterday`, inLocale(locale));
            expectError(answer, { status: 400, locale, code: 'QUERY_INVALID', message: words[locale] });
          }
        }
      }));

    test('marked documents without a receipt are told of, in both languages, until they have one again', () =>
      withReceipts(async ({ baseUrl, store }) => {
        const mirrorId = (await store.receipts?.expectedMirror()) ?? '';
        await store.receipts?.removeAll(mirrorId);
        const words = {
          en: 'Marked documents without a receipt: 1. Call sync.rebuild() or POST /rebuild; their copies are recognised then.',
          fr: 'Documents marqués sans reçu\u00a0: 1. Appelez sync.rebuild() ou POST /rebuild\u00a0; leurs copies sont alors reconnues.',
        };
        const asked = [
          ['GET', '/status', statusSchema],
          ['GET', '/plan', planSchema],
          ['POST', '/verify', verifySchema],
        ] as const;
        for (const [method, path, schema] of asked) {
          for (const locale of locales) {
            const told = schema.parse(JSON.parse((await ask(baseUrl, method, path, inLocale(locale))).text));
            assert.deepEqual([told.unreceipted, told.warnings], [1, [words[locale]]], path);
          }
        }
        const rebuilt = await ask(baseUrl, 'POST', '/rebuild', inLocale('fr'));
        const body = { total: 2, marked: 1, pending: 1, unknown: 0 };
        expectAnswer(rebuilt, { status: 200, locale: 'fr', schema: rebuildSchema, body });
        for (const [method, path, schema] of asked) {
          const told = schema.parse(JSON.parse((await ask(baseUrl, method, path)).text));
          assert.deepEqual([told.unreceipted, told.warnings], [undefined, undefined], path);
        }
      }));

    test('a rebuild from stores that are not on the share is refused, and says which are', () =>
      withReceipts(async ({ baseUrl, store }) => {
        const own = await store.receipts?.storeId();
        const words = { en: `“from” is not valid: ${own}`, fr: `«\u00a0from\u00a0» n’est pas valide\u00a0: ${own}` };
        for (const locale of locales) {
          const answer = await ask(baseUrl, 'POST', '/rebuild?from=another', inLocale(locale));
          expectError(answer, { status: 400, locale, code: 'QUERY_INVALID', message: words[locale] });
          const malformed = await ask(baseUrl, 'POST', '/rebuild?from=../x', inLocale(locale));
          assert.equal(malformed.status, 400);
        }
        const one = await ask(baseUrl, 'POST', `/rebuild?from=${own}`);
        assert.equal(rebuildSchema.parse(JSON.parse(one.text)).marked, 1);
      }));

    test('a store without receipts says what is needed', () =>
      withEngine(suite, 'mounted', async ({ baseUrl }) => {
        const words = {
          en: 'This needs receipts, and the store has none',
          fr: 'Cette opération demande des reçus, et le magasin n’en a pas',
        };
        for (const locale of locales) {
          for (const [method, path] of [
            ['GET', '/plan'],
            ['POST', '/verify'],
            ['GET', '/failures'],
            ['POST', '/document/7/restore'],
            ['POST', '/rebuild'],
          ] as const) {
            const answer = await ask(baseUrl, method, path, inLocale(locale));
            expectError(answer, { status: 400, locale, code: 'RECEIPTS_NEEDED', message: words[locale] });
          }
        }
      }));

    test('a share without its mark is refused, and gets none', () =>
      withReceipts(async ({ baseUrl, share, uploads }) => {
        await rm(join(share, '.docmirror'), { recursive: true });
        await rm(join(uploads, 'abc.pdf'));
        for (const path of ['/verify', '/verify?repair=true', '/document/7/restore', '/rebuild']) {
          const answer = await ask(baseUrl, 'POST', path);
          assert.deepEqual([answer.status, JSON.parse(answer.text).code], [400, 'MIRROR_NOT_OURS']);
        }
        assert.deepEqual(await readdir(uploads), []);
        assert.deepEqual(await readdir(share), ['2024']);
      }));
  });
}
