import assert from 'node:assert/strict';
import { Agent } from 'node:http';
import { type Locale, locales } from '../messages/locale.js';
import { endpoints } from './router-endpoints.js';
import { type Ask, ask, type RouterSuiteOptions, withRouter } from './router-harness.js';
import { scriptedSync } from './router-scripted.js';
import { expectError, inLocale } from './router-words.js';

/** What each endpoint takes by name, written out: the suite must not learn from the routes it checks. */
const known: Readonly<Record<string, string>> = {
  'POST /run': 'dry_run',
  'POST /document/42/restore': 'overwrite',
  'GET /plan': 'after, limit',
  'POST /rebuild': 'from',
  'POST /verify': 'level, sample, older_than_ms, repair, after, limit',
  'GET /failures': 'after, limit',
};

const notValid = (name: string, en: string, fr: string) => ({
  en: `“${name}” is not valid: ${en}`,
  fr: `«\u00a0${name}\u00a0» n’est pas valide\u00a0: ${fr}`,
});

function unknownTo(endpoint: string, name: string) {
  const names = known[endpoint];
  if (names === undefined) {
    return notValid(name, 'this request takes no parameters', 'cette requête n’accepte aucun paramètre');
  }
  return notValid(
    name,
    `no such parameter; this request takes ${names}`,
    `paramètre inconnu\u00a0; cette requête accepte ${names}`,
  );
}

const noObject = notValid(
  'body',
  'write a JSON object of at most 64 KiB, or send no body',
  'envoyez un objet JSON de 64\u00a0Kio au plus, ou aucun corps',
);

function sent(body: string | Buffer, type?: string): Ask {
  const length = String(Buffer.byteLength(body));
  return { body, headers: { ...(type !== undefined && { 'content-type': type }), 'content-length': length } };
}

function saidIn(locale: Locale, body: Ask): Ask {
  return { ...body, headers: { ...body.headers, ...inLocale(locale).headers } };
}

/** Bodies that name something unknown, and its name. */
const unknownBodies: readonly (readonly [string, Ask])[] = [
  ['dryRun', sent('{"dryRun":true}', 'application/json')],
  // As fetch sends a string.
  ['dryRun', sent('{"dryRun":true}', 'text/plain;charset=UTF-8')],
  ['dryRun', sent('{"dryRun":true}')],
  ['_method', sent('_method=DELETE', 'application/x-www-form-urlencoded')],
  ['id', sent('{"id": 7, "locale": "fr", "params": {"id": "7"}}', 'application/json; charset=utf-8')],
];

/** Bodies of which nobody knows what they ask for. */
const strangeBodies: readonly Ask[] = [
  sent('["dry_run"]', 'application/json'),
  sent('dry_run: true', 'text/plain'),
  sent('x'.repeat(300_000), 'application/octet-stream'),
  sent(' '.repeat(300_000), 'text/plain'),
];

const emptyBodies: readonly Ask[] = [
  sent(''),
  sent('', 'application/json'),
  sent('{}', 'application/json'),
  sent(' \n', 'text/plain'),
  sent('null', 'text/plain'),
  sent('', 'application/x-www-form-urlencoded'),
];

/** What a body asks for, and what reaches the engine. */
const readBodies: readonly (readonly [string, Ask, object])[] = [
  ['/run', sent('{"dry_run":true}', 'application/json'), { dryRun: true }],
  ['/run', sent('{"dry_run":"true"}', 'text/plain'), { dryRun: true }],
  ['/run', sent('{"dry_run":false}', 'application/json'), { dryRun: false }],
  ['/run', sent('{"dry_run":null}', 'application/json'), {}],
  ['/run', sent('dry_run=true', 'application/x-www-form-urlencoded'), { dryRun: true }],
  [
    '/verify?limit=5',
    sent('{"level":"size","sample":0.5}', 'application/json'),
    { level: 'size', sample: 0.5, limit: 5 },
  ],
  ['/document/42/restore', sent('{"overwrite":true}', 'application/json'), { id: '42', overwrite: true }],
];

/** Whatever a request asks for by name, the server knows it or refuses the request. */
export function parameterTests(suite: RouterSuiteOptions): void {
  const { describe, test } = suite;

  describe('parameters', () => {
    for (const [method, path] of endpoints) {
      const endpoint = `${method} ${path}`;

      test(`${endpoint} refuses a name that it does not know in the query, and reaches nothing`, async () => {
        const { sync, calls } = scriptedSync();
        await withRouter(suite, sync, { authorize: false }, async (baseUrl) => {
          for (const name of ['dryRun', 'id', 'DRY_RUN', 'constructor', '__proto__']) {
            for (const locale of locales) {
              const answer = await ask(baseUrl, method, `${path}?${name}=true`, inLocale(locale));
              const message = unknownTo(endpoint, name)[locale];
              expectError(answer, { status: 400, locale, code: 'QUERY_INVALID', message });
            }
          }
          const nested = await ask(baseUrl, method, `${path}?id[]=8`);
          expectError(nested, {
            status: 400,
            locale: 'en',
            code: 'QUERY_INVALID',
            message: unknownTo(endpoint, 'id[]').en,
          });
          assert.equal((await ask(baseUrl, method, `${path}?dryRun`)).status, 400);
          const twice = await ask(baseUrl, method, `${path}?dryRun=1`, sent('{"dryRun":true}', 'application/json'));
          const message = unknownTo(endpoint, 'dryRun').en;
          expectError(twice, { status: 400, locale: 'en', code: 'QUERY_INVALID', message });
        });
        assert.deepEqual(calls, []);
      });

      if (method === 'GET') continue;

      test(`${endpoint} refuses a body with a name that it does not know, and reaches nothing`, async () => {
        const { sync, calls } = scriptedSync();
        await withRouter(suite, sync, { authorize: false }, async (baseUrl) => {
          for (const [name, body] of unknownBodies) {
            for (const locale of locales) {
              const answer = await ask(baseUrl, method, path, saidIn(locale, body));
              const message = unknownTo(endpoint, name)[locale];
              expectError(answer, { status: 400, locale, code: 'QUERY_INVALID', message });
            }
          }
        });
        assert.deepEqual(calls, []);
      });

      test(`${endpoint} refuses a body that is no object, and reaches nothing`, async () => {
        const { sync, calls } = scriptedSync();
        await withRouter(suite, sync, { authorize: false }, async (baseUrl) => {
          for (const body of strangeBodies) {
            for (const locale of locales) {
              const answer = await ask(baseUrl, method, path, saidIn(locale, body));
              expectError(answer, { status: 400, locale, code: 'QUERY_INVALID', message: noObject[locale] });
            }
          }
        });
        assert.deepEqual(calls, []);
      });

      test(`${endpoint} takes a body that asks for nothing`, async () => {
        const { sync, calls } = scriptedSync();
        await withRouter(suite, sync, { authorize: false }, async (baseUrl) => {
          for (const body of emptyBodies) assert.equal((await ask(baseUrl, method, path, body)).status, 200);
        });
        assert.equal(calls.length, emptyBodies.length);
      });
    }

    test('what a body asks for is read as if it stood in the query', async () => {
      const { sync, calls } = scriptedSync();
      await withRouter(suite, sync, { authorize: false }, async (baseUrl) => {
        for (const [path, body] of readBodies) assert.equal((await ask(baseUrl, 'POST', path, body)).status, 200);
      });
      assert.deepEqual(
        calls.map(({ method: _, locale: __, ...asked }) => asked),
        readBodies.map(([, , asked]) => ({ ...(asked as object) })),
      );
    });

    test('a body is checked as a query is', async () => {
      const { sync, calls } = scriptedSync();
      await withRouter(suite, sync, { authorize: false }, async (baseUrl) => {
        for (const [path, body, name] of [
          ['/run', '{"dry_run":1}', 'dry_run'],
          ['/run', '{"dry_run":""}', 'dry_run'],
          ['/run', '{"dry_run":{"yes":true}}', 'dry_run'],
          ['/run?dry_run=false', '{"dry_run":true}', 'dry_run'],
          ['/verify', '{"limit":0}', 'limit'],
          ['/verify', '{"level":["size"]}', 'level'],
        ] as const) {
          const { status, text } = await ask(baseUrl, 'POST', path, sent(body, 'application/json'));
          assert.equal(status, 400, path + body);
          const { code, message } = JSON.parse(text);
          assert.equal(code, 'QUERY_INVALID');
          assert.match(message, new RegExp(`^“${name}” is not valid`));
        }
      });
      assert.deepEqual(calls, []);
    });

    test('a GET has no body to read', async () => {
      const { sync, calls } = scriptedSync();
      await withRouter(suite, sync, { authorize: false }, async (baseUrl) => {
        const answer = await ask(baseUrl, 'GET', '/status', sent('{"dryRun":true}', 'application/json'));
        assert.equal(answer.status, 200);
      });
      assert.deepEqual(calls, [{ method: 'getStatus', locale: 'en' }]);
    });

    test('a connection can be used again after a body that was refused', async () => {
      const { sync } = scriptedSync();
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      try {
        await withRouter(suite, sync, { authorize: false }, async (baseUrl) => {
          for (let round = 0; round < 3; round++) {
            const refused = await ask(baseUrl, 'POST', '/test', { agent, body: Buffer.alloc(1_000_000) });
            assert.equal(refused.status, 400);
            assert.equal((await ask(baseUrl, 'POST', '/test', { agent })).status, 200);
          }
        });
      } finally {
        agent.destroy();
      }
    });

    test('who is not let in is not listened to', async () => {
      const { sync, calls } = scriptedSync();
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      try {
        await withRouter(suite, sync, { authorize: () => false }, async (baseUrl) => {
          for (const body of [...strangeBodies, ...unknownBodies.map(([, unknown]) => unknown)]) {
            assert.equal((await ask(baseUrl, 'POST', '/run?dryRun=true', { ...body, agent })).status, 403);
          }
        });
      } finally {
        agent.destroy();
      }
      assert.deepEqual(calls, []);
    });
  });
}
