import assert from 'node:assert/strict';
import { locales } from '../messages/locale.js';
import { ask, type RouterSuiteOptions, withRouter } from './router-harness.js';
import { scriptedSync } from './router-scripted.js';
import { expectError, inLocale } from './router-words.js';

/** What stands behind the `?`, and what the engine is asked with. */
const read: readonly (readonly [string, string, object])[] = [
  ['GET', '/plan?after=7&limit=10', { after: '7', limit: 10 }],
  ['GET', '/failures?limit=10000&after=document%3Aab', { limit: 10_000, after: 'document:ab' }],
  ['GET', '/failures?after=&limit=', {}],
  ['GET', '/plan?limit=1&limit=2', { limit: 2 }],
  ['POST', '/verify?level=presence&limit=10000', { level: 'presence', limit: 10_000 }],
  ['POST', '/verify?sample=0.01&older_than_ms=0', { sample: 0.01, olderThanMs: 0, limit: 1_000 }],
  ['POST', '/verify?sample=1&repair=false', { sample: 1, repair: false, limit: 1_000 }],
  [
    'POST',
    '/verify?repair=true&after=files:a%2Fb+c%3F%26.pdf',
    { repair: true, after: 'files:a/b c?&.pdf', limit: 1_000 },
  ],
  ['POST', '/document/42/restore?overwrite=true', { id: '42', overwrite: true }],
  ['POST', '/document/42/restore?overwrite=false', { id: '42', overwrite: false }],
  ['POST', '/run?dry_run=true', { dryRun: true }],
  ['POST', '/run?dry_run=false', { dryRun: false }],
];

/** Each with the name that the answer gives and what it says is expected. */
const refused: readonly (readonly [string, string, string, string])[] = [
  ...['0', '10001', '-1', '1.5', 'ten', '1e3', '0x10', ' 1', '99999999999999999999'].flatMap((limit) => [
    ['GET', `/plan?limit=${encodeURIComponent(limit)}`, 'limit', '1–10000'] as const,
    ['GET', `/failures?limit=${encodeURIComponent(limit)}`, 'limit', '1–10000'] as const,
    ['POST', `/verify?limit=${encodeURIComponent(limit)}`, 'limit', '1–10000'] as const,
  ]),
  ['POST', '/verify?level=md5', 'level', 'presence | size | checksum'],
  ['POST', '/verify?level=Size', 'level', 'presence | size | checksum'],
  ...['0', '1.01', '-0.5', 'half', '1e5', '0,5', '.'].map(
    (sample) => ['POST', `/verify?sample=${sample}`, 'sample', '> 0, ≤ 1'] as const,
  ),
  ['POST', '/verify?older_than_ms=-1', 'older_than_ms', '≥ 0'],
  ['POST', '/verify?older_than_ms=P1D', 'older_than_ms', '≥ 0'],
  ['POST', '/verify?repair=yes', 'repair', 'true | false'],
  ['POST', '/verify?repair=constructor', 'repair', 'true | false'],
  ['POST', '/document/42/restore?overwrite=1', 'overwrite', 'true | false'],
  // Said without a value it may mean yes, and must not mean no.
  ['POST', '/document/42/restore?overwrite', 'overwrite', 'true | false'],
  ['POST', '/verify?repair=', 'repair', 'true | false'],
  ...['', '=', '=1', '=yes', '=TRUE'].map(
    (given) => ['POST', `/run?dry_run${given}`, 'dry_run', 'true | false'] as const,
  ),
];

export function queryTests(suite: RouterSuiteOptions): void {
  const { describe, test } = suite;

  describe('queries', () => {
    for (const [method, path, asked] of read) {
      test(`${method} ${path} is read`, async () => {
        const { sync, calls } = scriptedSync();
        await withRouter(suite, sync, { authorize: false }, async (baseUrl) => {
          assert.equal((await ask(baseUrl, method, path)).status, 200);
        });
        assert.deepEqual(
          calls.map(({ method: _, locale: __, ...options }) => options),
          [asked],
        );
      });
    }

    for (const [method, path, name, expected] of refused) {
      test(`${method} ${path} is refused with what is expected, and reaches nothing`, async () => {
        const { sync, calls } = scriptedSync();
        await withRouter(suite, sync, { authorize: false }, async (baseUrl) => {
          const words = {
            en: `“${name}” is not valid: ${expected}`,
            fr: `«\u00a0${name}\u00a0» n’est pas valide\u00a0: ${expected}`,
          };
          for (const locale of locales) {
            const answer = await ask(baseUrl, method, path, inLocale(locale));
            expectError(answer, { status: 400, locale, code: 'QUERY_INVALID', message: words[locale] });
          }
        });
        assert.deepEqual(calls, []);
      });
    }

    test('who is not let in is told nothing about the query', async () => {
      const { sync, calls } = scriptedSync();
      await withRouter(suite, sync, { authorize: () => false }, async (baseUrl) => {
        assert.equal((await ask(baseUrl, 'POST', '/verify?level=md5')).status, 403);
      });
      assert.deepEqual(calls, []);
    });
  });
}
