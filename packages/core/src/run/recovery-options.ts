import { isAbsolute } from 'node:path';
import { z } from 'zod';
import type { DocumentId } from '../document.js';
import { type Finding, verifyLevels } from '../http/contract.js';
import { locales } from '../messages/locale.js';
import { storeIdSchema } from '../plan/store-id.js';
import type { RestoreOptions, VerifyOptions } from '../sync-api.js';

export interface EngineVerifyOptions extends VerifyOptions {
  /** Bytes read from the share a second, on average. Default 50,000,000. Only the level `checksum` reads. */
  readonly bytesPerSecond?: number | undefined;
  /** Told of each finding, in the language of the call, and waited for. What it throws goes to `onError`. */
  readonly onFinding?: ((finding: Finding) => void | Promise<void>) | undefined;
}

export interface EngineRestoreOptions extends RestoreOptions {
  /** Absolute folder that exists: the copies are restored into it under their keys. Default: to where the rows say. */
  readonly to?: string | undefined;
}

/** Which copies; none of both: all. */
export interface RestoreFilter {
  /** Of this type; case does not count. */
  readonly type?: string | undefined;
  /** Filed under this month: `2024-01`, or `undated`. */
  readonly month?: string | undefined;
}

const call = {
  locale: z.enum(locales, "write 'en' or 'fr'").optional(),
  signal: z.custom<AbortSignal>((value) => value instanceof AbortSignal, 'write an AbortSignal').optional(),
};
const yesOrNo = z.boolean('write true or false').default(false);
const after = z.string('write the cursor of the answer before').optional();
const whole = z.int('write a whole number').min(1, 'write at least 1');

export const pageOptionsSchema = z.strictObject({
  ...call,
  after,
  limit: whole.max(10_000, 'write at most 10000').default(1_000),
});

export const verifyOptionsSchema = z.strictObject({
  ...call,
  level: z.enum(verifyLevels, "write 'presence', 'size' or 'checksum'").default('checksum'),
  sample: z
    .number('write a number above 0, up to 1')
    .gt(0, 'write a number above 0')
    .lte(1, 'write at most 1, for all copies')
    .optional(),
  olderThanMs: z.number('write milliseconds').min(0, 'write 0 or more').optional(),
  repair: yesOrNo,
  after,
  limit: whole.default(Number.MAX_SAFE_INTEGER),
  bytesPerSecond: z.number('write bytes per second').min(1, 'write at least 1').default(50_000_000),
  onFinding: z
    .custom<NonNullable<EngineVerifyOptions['onFinding']>>((value) => typeof value === 'function', 'write a function')
    .optional(),
});

export const restoreOptionsSchema = z.strictObject({
  ...call,
  to: z
    .string('write an absolute path')
    .refine((path) => isAbsolute(path) && !path.includes('\0'), 'write an absolute path, such as /srv/restored')
    .optional(),
  overwrite: yesOrNo,
});

export const restoreFilterSchema = z.strictObject({
  type: z.string('write a type as it stands in the database').optional(),
  month: z
    .string("write a month, such as '2024-01', or 'undated'")
    .regex(/^(\d{4}-(0[1-9]|1[0-2])|undated)$/, "write a month, such as '2024-01', or 'undated'")
    .optional(),
});

export const rebuildOptionsSchema = z.strictObject({
  ...call,
  from: z.array(storeIdSchema, "write a list of stores, such as ['invoices']").optional(),
});

export const changedIdsSchema = z.array(
  z.custom<DocumentId>((value) => /^(string|number|bigint)$/.test(typeof value), 'write an id'),
  'write a list of ids',
);
