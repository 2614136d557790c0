import { z } from 'zod';
import { typeKey } from '../plan/folders.js';

export const deletedPolicies = ['keep', 'trash', 'delete'] as const;

const policySchema = z.enum(deletedPolicies, "write 'keep', 'trash' or 'delete'");
const maxShareDefault = 0.1;

/** What becomes of the copies of deleted documents. */
export const deletedSchema = z
  .union(
    [
      policySchema.transform((policy) => ({ policy, maxShare: maxShareDefault, retentionDays: {} })),
      z.strictObject({
        policy: policySchema,
        maxShare: z
          .number('write a number from 0 to 1')
          .min(0, 'write 0 or more')
          .max(1, 'write at most 1')
          .default(maxShareDefault),
        retentionDays: z
          .record(z.string(), z.number('write days').min(0, 'write 0 or more days'))
          .transform((days) => Object.fromEntries(Object.entries(days).map(([type, n]) => [typeKey(type), n])))
          .default({}),
      }),
    ],
    { error: "write 'keep', 'trash', 'delete' or { policy, maxShare, retentionDays }" },
  )
  .default({ policy: 'keep', maxShare: maxShareDefault, retentionDays: {} });

export type DeletedPolicy = z.output<typeof deletedSchema>;

export type DeletedOption =
  | (typeof deletedPolicies)[number]
  | {
      /** `keep` (default): they stay. `trash`: they are moved to `.docmirror/trash/<day>/`. `delete`: they are deleted. */
      readonly policy: (typeof deletedPolicies)[number];
      /**
       * Share of all copies, 0 to 1, above which a run removes none and says so: then the database is more likely
       * incomplete than so many documents deleted. Default 0.1. One may always go, unless it is 0.
       */
      readonly maxShare?: number | undefined;
      /** Days by type for which a copy stays in any case, counted from when it was made; `default`: every other type. */
      readonly retentionDays?: Readonly<Record<string, number>> | undefined;
    };
