import assert from 'node:assert/strict';
import { syncErrorCodes } from '../errors/codes.js';
import { SyncError } from '../errors/sync-error.js';
import { type ErrorBody, errorSchema } from '../http/contract.js';
import { locales } from '../messages/locale.js';
import { ask, expectAnswer, type RouterSuiteOptions, withRouter } from './router-harness.js';
import { scriptedSync } from './router-scripted.js';
import { internalError, malformedId, specifiedMessages, statuses } from './router-words.js';

const params = {
  path: '/app/nas_backup',
  error: 'EIO',
  date: '2024-13-45',
  type: 'invoice',
  pinned: 'invoices',
  wanted: 'bills',
  detail: '/home/host/secret',
  name: 'limit',
  expected: '1–10000',
  count: '7',
  total: '10',
};

export function errorTests(suite: RouterSuiteOptions): void {
  const { describe, test } = suite;

  describe('errors', () => {
    for (const code of syncErrorCodes.filter((code) => code !== 'OPTIONS_INVALID')) {
      test(`${code} has its status and its words in both languages`, async () => {
        const told: unknown[] = [];
        const error = new SyncError(code, { params, cause: new Error('/home/host/secret') });
        const { sync } = scriptedSync({ runSync: () => Promise.reject(error) });
        const messages: string[] = [];
        await withRouter(suite, sync, { authorize: false, onError: (e) => void told.push(e) }, async (baseUrl) => {
          for (const locale of locales) {
            const answer = await ask(baseUrl, 'POST', '/run', { headers: { 'accept-language': locale } });
            const body = errorSchema.strict().parse(JSON.parse(answer.text)) as ErrorBody;
            expectAnswer(answer, { status: statuses[code], locale, schema: errorSchema, body: { ...body, code } });
            assert.ok(body.message !== '' && body.hint !== '', 'says what is wrong and what to do');
            assert.doesNotMatch(answer.text, /secret|\bat .*:\d+|\{[a-z]+\}(?!:)/, 'leaks nothing, leaves no gap');
            const specified = specifiedMessages[code];
            if (specified) assert.equal(body.message, specified[locale]);
            messages.push(body.message);
          }
        });
        assert.notEqual(messages[0], messages[1], 'is translated');
        // What the answer keeps to itself, and only that, goes to the host.
        const hidden = statuses[code] === 500 || code === 'STORE_FAILED' || code === 'SYSTEM_LIMIT_REACHED';
        assert.deepEqual(told, hidden ? [error, error] : []);
      });
    }

    const foreign = new Error("ENOENT: no such file or directory, open '/etc/secret'");
    const thrown: [string, () => Promise<never>, unknown][] = [
      ['an error of somebody else', () => Promise.reject(foreign), foreign],
      ['no error at all', () => Promise.reject(undefined), undefined],
      ['a text', () => Promise.reject('secret'), 'secret'],
      [
        'an error thrown instead of rejected',
        () => {
          throw foreign;
        },
        foreign,
      ],
    ];
    for (const [what, runSync, original] of thrown) {
      test(`${what} becomes an internal error, and goes to onError as it was`, async () => {
        const told: unknown[] = [];
        const { sync } = scriptedSync({ runSync });
        await withRouter(suite, sync, { authorize: false, onError: (e) => void told.push(e) }, async (baseUrl) => {
          for (const locale of locales) {
            const answer = await ask(baseUrl, 'POST', '/run', { headers: { 'accept-language': locale } });
            expectAnswer(answer, { status: 500, locale, schema: errorSchema, body: internalError[locale] });
          }
        });
        assert.equal(told.length, 2);
        assert.equal(told[0], original);
      });
    }

    test('OPTIONS_INVALID is the business of the host: internal, with nothing of its detail', async () => {
      const error = new SyncError('OPTIONS_INVALID', { params });
      const told: unknown[] = [];
      const { sync } = scriptedSync({ getStatus: () => Promise.reject(error) });
      await withRouter(suite, sync, { authorize: false, onError: (e) => void told.push(e) }, async (baseUrl) => {
        const answer = await ask(baseUrl, 'GET', '/status');
        expectAnswer(answer, { status: 500, locale: 'en', schema: errorSchema, body: internalError.en });
      });
      assert.deepEqual(told, [error]);
    });

    test('an onError that never ends does not keep the answer back', async () => {
      const { sync } = scriptedSync({ getStatus: () => Promise.reject(new Error('secret')) });
      const onError = () => new Promise<void>(() => undefined);
      await withRouter(suite, sync, { authorize: false, onError }, async (baseUrl) => {
        const answer = await ask(baseUrl, 'GET', '/status');
        expectAnswer(answer, { status: 500, locale: 'en', schema: errorSchema, body: internalError.en });
      });
    });

    test('an id that cannot be decoded is a malformed id, and reaches nothing', async () => {
      const { sync, calls } = scriptedSync();
      await withRouter(suite, sync, { authorize: false }, async (baseUrl) => {
        for (const locale of locales) {
          for (const id of ['%E0%A4%A', '%', '%ZZ', '%C3']) {
            for (const path of [`/document/${id}`, `/document/${id}/restore`]) {
              const answer = await ask(baseUrl, 'POST', path, { headers: { 'accept-language': locale } });
              expectAnswer(answer, { status: 400, locale, schema: errorSchema, body: malformedId[locale] });
            }
          }
        }
      });
      assert.deepEqual(calls, []);
    });
  });
}
