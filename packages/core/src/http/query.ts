import { z } from 'zod';
import { SyncError } from '../errors/sync-error.js';
import { verifyLevels } from './contract.js';

/** Names and values, decoded. Of a name that stands there twice, the last. */
export type Query = Readonly<Record<string, string | undefined>>;

/** What stands behind the `?` of a URL; the same for every adapter, whatever its framework makes of it. */
export function queryOf(url: string): Query {
  const start = url.indexOf('?');
  return start < 0 ? {} : Object.fromEntries(new URLSearchParams(url.slice(start + 1)));
}

/**
 * The messages say what is expected, in signs that need no translation.
 * @param read undefined where it is not what is expected.
 */
function parameter<Value>(expected: string, read: (text: string) => Value | undefined) {
  return z
    .string()
    .transform((text, context) => {
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
const yesOrNo = parameter('true | false', (text) => (text === 'true' ? true : text === 'false' ? false : undefined));

// What a cursor may be is known to who made it.
const after = z.string().optional();
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

export const restoreQuery = z.object({ overwrite: yesOrNo });

/** Reads what a route knows; the rest is ignored, and an empty value counts as none. Throws `QUERY_INVALID`. */
export function readQuery<Schema extends z.ZodType>(schema: Schema, query: Query): z.output<Schema> {
  const given = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new SyncError('QUERY_INVALID', {
    params: { name: String(issue?.path[0] ?? ''), expected: issue?.message ?? '' },
  });
}
