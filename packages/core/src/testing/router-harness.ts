import assert from 'node:assert/strict';
import { type Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { z } from 'zod';
import type { Locale } from '../messages/locale.js';
import type { SyncApi } from '../sync-api.js';

/** What the suite asks of an adapter's options. */
export interface RouterMountOptions {
  readonly authorize: ((request: { readonly headers: IncomingHttpHeaders }) => boolean | Promise<boolean>) | false;
  readonly locale?: Locale;
  readonly onError?: (error: unknown) => void | Promise<void>;
}

/** A listening server with the router in it. Paths that the router does not know must be answered 404 by the server. */
export interface MountedRouter {
  /** Where the router stands, without a slash at the end. */
  readonly baseUrl: string;
  close(): Promise<void>;
}

/** Any test runner that knows describe and test: vitest, jest, mocha, node:test. */
export interface RouterSuiteOptions {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly test: (name: string, body: () => Promise<void>) => unknown;
  /** Title of the suite. */
  readonly name: string;
  /** Makes the adapter's router and lets it listen on 127.0.0.1, on a port of its own. */
  readonly mount: (sync: SyncApi, options: RouterMountOptions) => Promise<MountedRouter>;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Ask {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly agent?: Agent;
}

/** A request byte for byte as given: fetch would add headers and tidy paths. */
export function ask(baseUrl: string, method: string, path: string, options: Ask = {}): Promise<Answer> {
  const { hostname, port, pathname } = new URL(baseUrl);
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        hostname,
        port,
        path: `${pathname.replace(/\/$/, '')}${path}`,
        method,
        headers: options.headers,
        agent: options.agent ?? false,
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          const { statusCode = 0, headers } = response;
          resolve({ status: statusCode, headers, text: Buffer.concat(parts).toString('utf8') });
        });
      },
    );
    request.on('error', reject);
    request.end(options.body);
  });
}

/** Without an `onError` in the options, anything that goes there fails the test. */
export async function withRouter(
  suite: RouterSuiteOptions,
  sync: SyncApi,
  options: RouterMountOptions,
  use: (baseUrl: string) => Promise<void>,
): Promise<void> {
  const untold: unknown[] = [];
  const router = await suite.mount(sync, { onError: (error) => void untold.push(error), ...options });
  try {
    await use(router.baseUrl);
  } finally {
    await router.close();
  }
  assert.deepEqual(untold, [], 'went to onError');
}

/** The answer is this body, to the letter, in this language, and as the contract says. */
export function expectAnswer(
  answer: Answer,
  expected: { readonly status: number; readonly locale: Locale; readonly schema: z.ZodType; readonly body: unknown },
): void {
  assert.equal(answer.status, expected.status, answer.text);
  const body: unknown = JSON.parse(answer.text);
  assert.deepEqual(body, expected.body);
  assert.ok(expected.schema.safeParse(body).success, `not as the contract says: ${answer.text}`);
  assert.match(answer.headers['content-type'] ?? '', /^application\/json/);
  assert.equal(answer.headers['content-language'], expected.locale);
  assert.equal(answer.headers['cache-control'], 'no-store');
}
