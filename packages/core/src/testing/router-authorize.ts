import assert from 'node:assert/strict';
import { errorSchema } from '../http/contract.js';
import { locales } from '../messages/locale.js';
import { endpoints } from './router-endpoints.js';
import { ask, expectAnswer, type RouterMountOptions, type RouterSuiteOptions, withRouter } from './router-harness.js';
import { scriptedSync } from './router-scripted.js';
import { forbidden, internalError } from './router-words.js';

type Authorize = Exclude<RouterMountOptions['authorize'], false>;

const secret: Authorize = ({ headers }) => headers.authorization === 'Bearer secret';

/** A host without types may return anything. */
const returning = (value: unknown) => (() => value) as Authorize;

export function authorizeTests(suite: RouterSuiteOptions): void {
  const { describe, test } = suite;

  describe('authorize', () => {
    const malformed = [
      ['POST', '/document/%E0%A4%A'],
      ['POST', '/document/%E0%A4%A/restore'],
    ] as const;
    for (const [method, path] of [...endpoints, ...malformed]) {
      test(`${method} ${path} is for nobody whom authorize does not let in`, async () => {
        const { sync, calls } = scriptedSync();
        await withRouter(suite, sync, { authorize: secret }, async (baseUrl) => {
          for (const locale of locales) {
            const answer = await ask(baseUrl, method, path, { headers: { 'accept-language': locale } });
            expectAnswer(answer, { status: 403, locale, schema: errorSchema, body: forbidden[locale] });
          }
          assert.deepEqual(calls, []);
          const allowed = await ask(baseUrl, method, path, { headers: { authorization: 'Bearer secret' } });
          assert.equal(allowed.status, path.includes('%') ? 400 : 200);
        });
      });
    }

    test('authorize may take its time', async () => {
      const { sync, calls } = scriptedSync();
      const authorize: Authorize = async (request) => {
        await new Promise((resolve) => setImmediate(resolve));
        return secret(request);
      };
      await withRouter(suite, sync, { authorize }, async (baseUrl) => {
        assert.equal((await ask(baseUrl, 'POST', '/run')).status, 403);
        assert.equal(calls.length, 0);
        const headers = { authorization: 'Bearer secret' };
        assert.equal((await ask(baseUrl, 'POST', '/run', { headers })).status, 200);
        assert.equal(calls.length, 1);
      });
    });

    const cause = new Error('the session store at /var/secret is down');
    const failing: [string, Authorize][] = [
      [
        'throws',
        () => {
          throw cause;
        },
      ],
      ['rejects', () => Promise.reject(cause)],
    ];
    for (const [what, authorize] of failing) {
      test(`an authorize that ${what} lets nobody in, and its cause goes to onError`, async () => {
        const { sync, calls } = scriptedSync();
        const told: unknown[] = [];
        await withRouter(suite, sync, { authorize, onError: (e) => void told.push(e) }, async (baseUrl) => {
          for (const locale of locales) {
            const answer = await ask(baseUrl, 'POST', '/run', { headers: { 'accept-language': locale } });
            expectAnswer(answer, { status: 500, locale, schema: errorSchema, body: internalError[locale] });
          }
        });
        assert.deepEqual(calls, []);
        assert.deepEqual(told, [cause, cause]);
      });
    }

    for (const value of [undefined, null, 0, '']) {
      test(`authorize returning ${JSON.stringify(value)} means no`, async () => {
        const { sync, calls } = scriptedSync();
        await withRouter(suite, sync, { authorize: returning(value) }, async (baseUrl) => {
          const answer = await ask(baseUrl, 'POST', '/run');
          expectAnswer(answer, { status: 403, locale: 'en', schema: errorSchema, body: forbidden.en });
        });
        assert.deepEqual(calls, []);
      });
    }

    for (const value of [1, 'true', {}, [true], Promise.resolve('yes')]) {
      test(`authorize returning ${typeof value} ${JSON.stringify(value)} means no, and onError hears why`, async () => {
        const { sync, calls } = scriptedSync();
        const told: unknown[] = [];
        const onError = (error: unknown) => void told.push(error);
        await withRouter(suite, sync, { authorize: returning(value), onError }, async (baseUrl) => {
          const answer = await ask(baseUrl, 'POST', '/run');
          expectAnswer(answer, { status: 403, locale: 'en', schema: errorSchema, body: forbidden.en });
        });
        assert.deepEqual(calls, []);
        assert.match(String(told[0]), /authorize must return true or false/);
        assert.equal(told.length, 1);
      });
    }
  });
}
