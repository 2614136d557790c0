import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { documentResultSchema } from '../http/contract.js';
import { locales } from '../messages/locale.js';
import { ask, expectAnswer, type RouterSuiteOptions } from './router-harness.js';
import { withEngine } from './router-real-engine.js';
import { expectError, inLocale } from './router-words.js';

/** `POST /document/:id`, from an engine on real folders. */
export function documentTests(suite: RouterSuiteOptions): void {
  const { describe, test } = suite;

  describe('one document', () => {
    test('one document is brought to the share, and its path is said in both languages', () =>
      withEngine(suite, 'mounted', async ({ baseUrl, share, store }) => {
        const words = { en: 'Synchronized to', fr: 'Synchronisé vers' };
        for (const locale of locales) {
          // The folder keeps its name: it follows the engine's language, never the request's.
          const key = '2024/01/invoices/abc.pdf';
          const body = { success: true, message: `${words[locale]} ${share}/${key}`, key };
          const answer = await ask(baseUrl, 'POST', '/document/7', inLocale(locale));
          expectAnswer(answer, { status: 200, locale, schema: documentResultSchema, body });
        }
        assert.equal(await readFile(join(share, '2024/01/invoices/abc.pdf'), 'utf8'), 'an invoice');
        assert.equal(store.rows()[0]?.synced, true);
      }));

    const refused = [
      ['50', 400, 'DOCUMENT_WITHOUT_FILE', { en: 'Document has no file', fr: 'Document sans fichier' }],
      ['42', 400, 'SOURCE_NOT_FOUND', { en: 'Source file not found', fr: 'Fichier source introuvable' }],
      ['99', 404, 'DOCUMENT_NOT_FOUND', { en: 'Document not found', fr: 'Document non trouvé' }],
      [
        'seven',
        400,
        'DOCUMENT_ID_INVALID',
        { en: 'Not a valid document id', fr: 'Identifiant de document non valide' },
      ],
      [
        '7;%20drop',
        400,
        'DOCUMENT_ID_INVALID',
        { en: 'Not a valid document id', fr: 'Identifiant de document non valide' },
      ],
    ] as const;
    for (const [id, status, code, messages] of refused) {
      test(`document ${id} is ${code} ${status}, and nothing is marked`, () =>
        withEngine(suite, 'mounted', async ({ baseUrl, store }) => {
          for (const locale of locales) {
            const answer = await ask(baseUrl, 'POST', `/document/${id}`, inLocale(locale));
            expectError(answer, { status, locale, code, message: messages[locale] });
          }
          assert.ok(store.rows().every(({ synced }) => synced !== true));
        }));
    }
  });
}
