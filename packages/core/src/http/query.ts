import { z } from 'zod';
import { SyncError } from '../errors/sync-error.js';
import { say } from '../messages/describe.js';
import type { Locale } from '../messages/locale.js';
import { isStoreId } from '../plan/store-id.js';
import type { Fields } from './body.js';
import { verifyLevels } from './contract.js';

/** Names and values, decoded. Of a name that stands there twice, the last. */
export type Query = Readonly<Record<string, string | undefined>>;

/** What stands behind the `?` of a URL; the same for every adapter, whatever its framework makes of it. */
export function queryOf(url: string): Query {
  const start = url.indexOf('?');
  return start < 0 ? {} : Object.fromEntries(new URLSearchParams(url.slice(start + 1)));
}

/**
 * An empty value counts as none, unless `read` takes it. The messages say what is expected, in signs that need no translation.
 * @param read undefined where it is not what is expected.
 */
function parameter<Value>(expected: string, read: (text: string) => Value | undefined, emptyIsNone = true) {
  return z
    .string()
    .transform((text, context) => {
      if (text === '' && emptyIsNone) return undefined;
      const value = read(text);
      if (value !== undefined) return value;
      context.addIssue({ code: 'custom', message: expected });
      return z.NEVER;
    })
    .optional();
}

function number(pattern: RegExp, min: number, max: number) {
  return (text: string): number | undefined => {
    const value = pattern.test(text) ? Number(text) : Number.NaN;
    return value >= min && value <= max ? value : undefined;
  };
}

const digits = /^\d{1,15}$/;
const fraction = /^\d?\.?\d{1,20}(e-\d{1,2})?$/i;
const oneOf =
  <Value extends string>(values: readonly Value[]) =>
  (text: string): Value | undefined =>
    values.find((value) => value === text);
/** Never empty: `?dry_run` must not start a run. */
const yesOrNo = parameter(
  'true | false',
  (text) => (text === 'true' ? true : text === 'false' ? false : undefined),
  false,
);

// What a cursor may be is known to who made it.
const after = parameter('', (text) => text);
/** One request is bounded, however many documents there are. */
const limit = parameter('1–10000', number(digits, 1, 10_000));

export const pageQuery = z.object({ after, limit });

export const verifyQuery = z.object({
  level: parameter(verifyLevels.join(' | '), oneOf(verifyLevels)),
  sample: parameter('> 0, ≤ 1', number(fraction, Number.MIN_VALUE, 1)),
  older_than_ms: parameter('≥ 0', number(digits, 0, Number.MAX_SAFE_INTEGER)),
  repair: yesOrNo,
  after,
  limit: limit.transform((given) => given ?? 1_000),
});

/** One or several, with commas between. */
export const rebuildQuery = z.object({
  from: parameter('a-z 0-9 - _ , …', (text) => {
    const stores = text.split(',');
    return stores.every(isStoreId) ? stores : undefined;
  }),
});

export const restoreQuery = z.object({ overwrite: yesOrNo });

export const runQuery = z.object({ dry_run: yesOrNo });

export const noQuery = z.object({});

/**
 * Reads what was given by name, in the query or in a body. Throws `QUERY_INVALID`, also for a name that the schema does not
 * have: whoever misspells `dry_run` must not start a run.
 */
export function readQuery<Schema extends z.ZodObject>(
  schema: Schema,
  query: Query,
  fields: Fields,
  locale: Locale,
): z.output<Schema> {
  const known = Object.keys(schema.shape);
  const unknown = [...Object.keys(query), ...Object.keys(fields)].find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const expected = say(known.length > 0 ? 'knownNames' : 'noNames', { names: known.join(', ') }, locale);
    throw new SyncError('QUERY_INVALID', { params: { name: unknown, expected } });
  }
  const result = schema.safeParse(joined(query, fields));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new SyncError('QUERY_INVALID', {
    params: { name: String(issue?.path[0] ?? ''), expected: issue?.message ?? '' },
  });
}

/** Of a name that stands in both, neither is believed. Throws `QUERY_INVALID`. */
function joined(query: Query, fields: Fields): Query {
  const texts = Object.entries(fields).flatMap(([name, value]): [string, string][] => {
    if (value === null || value === undefined) return [];
    if (Object.hasOwn(query, name))
      throw new SyncError('QUERY_INVALID', { params: { name, expected: 'query | body' } });
    return [[name, typeof value === 'object' ? JSON.stringify(value) : String(value)]];
  });
  return { ...query, ...Object.fromEntries(texts) };
}
