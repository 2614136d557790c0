import { z } from 'zod';
import { type SyncErrorCode, syncErrorCodes } from '../errors/codes.js';
import {
  adoptResultSchema,
  configSchema,
  documentResultSchema,
  errorSchema,
  failureSchema,
  failuresSchema,
  findingSchema,
  planEntrySchema,
  planSchema,
  rebuildSchema,
  restoreResultSchema,
  statusSchema,
  summarySchema,
  testSchema,
  verifySchema,
} from '../http/contract.js';

const known: ReadonlySet<string> = new Set(syncErrorCodes);

/** A newer server may have codes of its own; its message says more than we could. */
const code = z.string().transform((text) => (known.has(text) ? (text as SyncErrorCode) : 'INTERNAL_ERROR'));

const stopped = z.object({ code, message: z.string(), hint: z.string() }).loose().optional();

/** The wire contract as a client reads it: fields and codes of a newer server do no harm. */
export const answers = {
  status: statusSchema.loose(),
  config: configSchema.extend({ code: code.nullable() }).loose(),
  test: testSchema.extend({ code: code.nullable() }).loose(),
  summary: summarySchema
    .extend({
      failures: z.array(z.object({ document_id: z.string(), code }).loose()),
      stopped,
    })
    .loose(),
  documentResult: documentResultSchema.loose(),
  plan: planSchema.extend({ entries: z.array(planEntrySchema.extend({ code: code.optional() }).loose()) }).loose(),
  verify: verifySchema
    .extend({ findings: z.array(findingSchema.extend({ code: code.optional() }).loose()), stopped })
    .loose(),
  failures: failuresSchema.extend({ failures: z.array(failureSchema.extend({ code }).loose()) }).loose(),
  rebuilt: rebuildSchema.extend({ stopped }).loose(),
  restoreResult: restoreResultSchema.loose(),
  adoptResult: adoptResultSchema.loose(),
  error: errorSchema.extend({ code }).loose(),
};
