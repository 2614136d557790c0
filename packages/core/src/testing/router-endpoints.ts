import assert from 'node:assert/strict';
import {
  adoptResultSchema,
  configSchema,
  documentResultSchema,
  failuresSchema,
  planSchema,
  rebuildSchema,
  restoreResultSchema,
  statusSchema,
  summarySchema,
  testSchema,
  verifySchema,
} from '../http/contract.js';
import { ask, expectAnswer, type RouterSuiteOptions, withRouter } from './router-harness.js';
import { scripted, scriptedSync } from './router-scripted.js';

/** Every endpoint, written out: the suite must not learn from the routes it checks. Last what the engine is asked with. */
export const endpoints = [
  ['GET', '/status', 'getStatus', statusSchema, scripted.status, {}],
  ['GET', '/config', 'getConfig', configSchema, scripted.config, {}],
  ['POST', '/test', 'testConnection', testSchema, scripted.test, {}],
  ['POST', '/run', 'runSync', summarySchema, scripted.summary, {}],
  ['POST', '/document/42', 'syncDocument', documentResultSchema, scripted.document, { id: '42' }],
  ['POST', '/document/42/restore', 'restore', restoreResultSchema, scripted.restored, { id: '42' }],
  ['GET', '/plan', 'plan', planSchema, scripted.plan, {}],
  // A request is bounded, also where it says nothing.
  ['POST', '/verify', 'verify', verifySchema, scripted.verified, { limit: 1_000 }],
  ['GET', '/failures', 'getFailures', failuresSchema, scripted.failures, {}],
  ['POST', '/rebuild', 'rebuild', rebuildSchema, scripted.rebuilt, {}],
  ['POST', '/adopt', 'adopt', adoptResultSchema, scripted.adopted, {}],
] as const;

const open = { authorize: false } as const;

export function endpointTests(suite: RouterSuiteOptions): void {
  const { describe, test } = suite;

  describe('endpoints', () => {
    for (const [method, path, call, schema, body, asked] of endpoints) {
      test(`${method} ${path} answers 200 with what ${call} returns, asked once, in the request's language`, async () => {
        const { sync, calls } = scriptedSync();
        await withRouter(suite, sync, open, async (baseUrl) => {
          const french = await ask(baseUrl, method, path, { headers: { 'accept-language': 'fr-CA, en;q=0.5' } });
          expectAnswer(french, { status: 200, locale: 'fr', schema, body });
          const english = await ask(baseUrl, method, path);
          expectAnswer(english, { status: 200, locale: 'en', schema, body });
        });
        assert.deepEqual(calls, [
          { method: call, ...asked, locale: 'fr' },
          { method: call, ...asked, locale: 'en' },
        ]);
      });
    }

    test("the option locale outweighs the request's language", async () => {
      const { sync, calls } = scriptedSync();
      await withRouter(suite, sync, { ...open, locale: 'fr' }, async (baseUrl) => {
        const answer = await ask(baseUrl, 'GET', '/status', { headers: { 'accept-language': 'en' } });
        expectAnswer(answer, { status: 200, locale: 'fr', schema: statusSchema, body: scripted.status });
      });
      assert.deepEqual(calls, [{ method: 'getStatus', locale: 'fr' }]);
    });

    test('other paths and methods are left to the host, and reach nothing', async () => {
      const { sync, calls } = scriptedSync();
      // Not even the question whether the request is allowed: the router may stand at the root of the host.
      const authorize = () => assert.fail('asked for a path that is not ours');
      await withRouter(suite, sync, { authorize }, async (baseUrl) => {
        for (const [method, path] of [
          ['GET', '/'],
          ['GET', '/nothing'],
          ['GET', '/run'],
          ['GET', '/adopt'],
          ['POST', '/status'],
          ['DELETE', '/document/42'],
          ['POST', '/document'],
          ['POST', '/document/4/2'],
          ['GET', '/document/42/restore'],
          ['POST', '/document/42/restore/now'],
          ['POST', '/plan'],
          ['GET', '/rebuild'],
          ['GET', '/verify'],
          ['POST', '/failures'],
        ] as const) {
          const answer = await ask(baseUrl, method, path);
          assert.equal(answer.status, 404, `${method} ${path}`);
          assert.equal(answer.headers['content-language'], undefined, `${method} ${path} was answered by the router`);
        }
      });
      assert.deepEqual(calls, []);
    });

    test('an id reaches the engine decoded, as text', async () => {
      const { sync, calls } = scriptedSync();
      await withRouter(suite, sync, open, async (baseUrl) => {
        for (const path of ['/document/007', '/document/a%2F..%2Fb', '/document/%C3%A9t%C3%A9', '/document/1%00']) {
          assert.equal((await ask(baseUrl, 'POST', path)).status, 200);
          assert.equal((await ask(baseUrl, 'POST', `${path}/restore`)).status, 200);
        }
      });
      assert.deepEqual(
        calls.map(({ method, id }) => [method, id]),
        ['007', 'a/../b', 'été', '1\0'].flatMap((id) => [
          ['syncDocument', id],
          ['restore', id],
        ]),
      );
    });
  });
}
