import { z } from 'zod';
import { locales } from '../messages/locale.js';

type Headers = Readonly<Record<string, string>>;

const baseUrlHint = (example: string) => `must be where the sync router is mounted, such as "${example}"`;

export const clientOptionsSchema = z.strictObject({
  /** Where the sync router is mounted: an http(s) URL, or in browsers a path (`/api/v1/sync`). */
  baseUrl: z
    .string({ error: baseUrlHint('https://example.org/api/v1/sync') })
    .superRefine((text, context) => {
      const problem = problemOf(text);
      if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
    })
    .transform((text) => text.replace(/\/+$/, '')),
  /** Sent with every request. A function is asked each time (for tokens that expire); what it throws reaches the caller as it is. */
  headers: z
    .union([z.record(z.string(), z.string()), z.custom<() => Headers | Promise<Headers>>(isFunction)], {
      error: 'must be an object of texts, or a function that returns one',
    })
    .optional(),
  /** In place of the global `fetch`. */
  fetch: z.custom<typeof fetch>(isFunction, { error: 'must be a function like fetch' }).optional(),
  /** Language of the answers. Default: what the server makes of the request (browsers say their user's, Node says none: English). */
  locale: z.enum(locales, { error: `must be one of ${locales.join(', ')}` }).optional(),
  /**
   * Milliseconds to wait for an answer, default 30,000. Not for `runSync`, `syncDocument`, `plan`, `verify` and
   * `restore`, which take as long as the files do: hand in `{ signal: AbortSignal.timeout(ms) }` there if you must.
   */
  timeoutMs: z.int({ error: 'must be a whole number of milliseconds' }).min(1).max(2_147_483_647).default(30_000),
});

export type SyncClientOptions = z.input<typeof clientOptionsSchema>;
export type ResolvedClientOptions = z.output<typeof clientOptionsSchema>;

function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}

function problemOf(text: string): string | undefined {
  // Only where there is a page can a path be completed to a URL.
  const isPath = /^\/(?!\/)/.test(text);
  if (isPath && !('location' in globalThis)) return baseUrlHint('http://127.0.0.1:3000/api/v1/sync');
  const url = parseUrl(isPath ? `http://page${text}` : text);
  if (url === undefined || !/^https?:$/.test(url.protocol)) return baseUrlHint('https://example.org/api/v1/sync');
  if (/[?#]/.test(text)) return 'must end with the path: no query and no fragment';
  if (url.username !== '' || url.password !== '') return 'must not carry a password: send it by the option "headers"';
  return undefined;
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
