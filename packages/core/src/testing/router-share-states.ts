import assert from 'node:assert/strict';
import type { SyncErrorCode } from '../errors/codes.js';
import { configSchema, statusSchema, type TestResult, testSchema } from '../http/contract.js';
import { type Locale, locales } from '../messages/locale.js';
import { ask, expectAnswer, type RouterSuiteOptions } from './router-harness.js';
import { type ShareState, withEngine } from './router-real-engine.js';
import { expectError, inLocale } from './router-words.js';

interface Unusable {
  readonly state: ShareState;
  readonly code: SyncErrorCode;
  readonly exists: boolean;
  readonly message: (share: string) => Readonly<Record<Locale, string>>;
}

const missing = (share: string) => ({
  en: `Mount path does not exist: ${share}`,
  fr: `Le chemin de montage n'existe pas: ${share}`,
});

const unusable: readonly Unusable[] = [
  {
    state: 'unset',
    code: 'MIRROR_NOT_CONFIGURED',
    exists: false,
    message: () => ({
      en: 'NAS mount not configured. Define NAS_MOUNT_PATH and mount the SMB share.',
      fr: 'Montage NAS non configuré. Définissez NAS_MOUNT_PATH et montez le partage SMB.',
    }),
  },
  { state: 'missing', code: 'MIRROR_PATH_MISSING', exists: false, message: missing },
  { state: 'a file', code: 'MIRROR_NOT_A_FOLDER', exists: false, message: missing },
  {
    state: 'read-only',
    code: 'MIRROR_NOT_WRITABLE',
    exists: true,
    message: () => ({ en: 'Mount is not writable', fr: "Le montage n'est pas accessible en écriture" }),
  },
];

/** What every endpoint says when the share cannot be used. */
export function shareStateTests(suite: RouterSuiteOptions): void {
  const { describe, test } = suite;

  describe('how things stand with the share', () => {
    test('/config of a working one', () =>
      withEngine(suite, 'mounted', async ({ baseUrl, share }) => {
        const words = { en: 'NAS mount accessible for read/write', fr: 'Montage NAS accessible en lecture/écriture' };
        for (const locale of locales) {
          const body = {
            ...{ configured: true, nas_host: true, nas_user: true, nas_path: true, host: 'SMB Mount', path: share },
            ...{ path_exists: true, path_writable: true, code: null, message: words[locale], hint: '' },
          };
          const answer = await ask(baseUrl, 'GET', '/config', inLocale(locale));
          expectAnswer(answer, { status: 200, locale, schema: configSchema, body });
        }
      }));

    for (const { state, code, exists, message } of unusable) {
      test(`${state}: /test, /config and /status answer 200 and say it, in both languages`, () =>
        withEngine(suite, state, async ({ baseUrl, share }) => {
          for (const locale of locales) {
            const words = message(share)[locale];
            const tested = await ask(baseUrl, 'POST', '/test', inLocale(locale));
            const { hint } = JSON.parse(tested.text) as TestResult;
            assert.notEqual(hint, '');
            const body = { success: false, message: words, code, hint };
            expectAnswer(tested, { status: 200, locale, schema: testSchema, body });

            const configured = await ask(baseUrl, 'GET', '/config', inLocale(locale));
            const path = state === 'unset' ? null : share;
            const config = {
              ...{ configured: false, nas_host: false, nas_user: false, nas_path: path !== null, host: 'SMB Mount' },
              ...{ path, path_exists: exists, path_writable: false, code, message: words, hint },
            };
            expectAnswer(configured, { status: 200, locale, schema: configSchema, body: config });

            const status = await ask(baseUrl, 'GET', '/status', inLocale(locale));
            const counts = { total_documents: 2, synced: 0, pending: 2, sync_percentage: 0, last_sync: null };
            const expected = { ...counts, nas_configured: false };
            expectAnswer(status, { status: 200, locale, schema: statusSchema, body: expected });
          }
        }));

      test(`${state}: /run, /document and /adopt answer 400 with the same words, and nothing is marked`, () =>
        withEngine(suite, state, async ({ baseUrl, share, store }) => {
          for (const locale of locales) {
            for (const path of ['/run', '/document/7', '/adopt']) {
              const answer = await ask(baseUrl, 'POST', path, inLocale(locale));
              expectError(answer, { status: 400, locale, code, message: message(share)[locale] });
            }
          }
          assert.ok(store.rows().every(({ synced }) => synced !== true));
        }));
    }
  });
}
