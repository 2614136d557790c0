import { z } from 'zod';
import { syncErrorCodes } from '../errors/codes.js';
import type { VerifyLevel } from '../mirror.js';

/**
 * Documents that are marked and have no receipt, because they were brought before there were any or because receipts were
 * lost: no verification looks at their copies and no restore finds them. Absent where there are none.
 */
const unreceipted = {
  unreceipted: z.int().min(1).optional(),
  /** What to do about them. */
  warnings: z.array(z.string()).optional(),
};

/**
 * What the wire carries, and what engine and client return: the field names of the specification to the letter,
 * plus fields of ours. Fields may be added, never renamed or removed.
 */
export const statusSchema = z.object({
  /** Documents that have a file. `synced + pending`. */
  total_documents: z.int().min(0),
  synced: z.int().min(0),
  pending: z.int().min(0),
  /** One decimal; 0 when there are no documents; never 100 while one is pending. */
  sync_percentage: z.number().min(0).max(100),
  /** ISO 8601, UTC. */
  last_sync: z.iso.datetime().nullable(),
  /** NAS mount accessible, as last seen (at most some seconds ago). */
  nas_configured: z.boolean(),
  /** Documents that failed since they last succeeded; only with receipts. See `GET /failures`. */
  failing: z.int().min(0).optional(),
  ...unreceipted,
});

export const configSchema = z.object({
  /** Complete and working: path set, exists, writable, and the share is ours or may become it. */
  configured: z.boolean(),
  /** Legacy: as `configured`. */
  nas_host: z.boolean(),
  /** Legacy: as `configured`. */
  nas_user: z.boolean(),
  /** A mount path is set. */
  nas_path: z.boolean(),
  host: z.literal('SMB Mount'),
  path: z.string().nullable(),
  path_exists: z.boolean(),
  path_writable: z.boolean(),
  /** Why it is not configured; null when it is. */
  code: z.enum(syncErrorCodes).nullable(),
  message: z.string(),
  /** What to do about it; empty when there is nothing to do. */
  hint: z.string(),
});

export const testSchema = z.object({
  success: z.boolean(),
  message: z.string(),
  /** Null on success. */
  code: z.enum(syncErrorCodes).nullable(),
  hint: z.string(),
});

/** Why something ended before it was through. */
const stoppedSchema = z.object({ code: z.enum(syncErrorCodes), message: z.string(), hint: z.string() });

export const summarySchema = z.object({
  /** `synced + failed`, and the untried ones where the run stopped. */
  total: z.int().min(0),
  synced: z.int().min(0),
  failed: z.int().min(0),
  /** The first 1,000: `Document 42: Source file not found`. */
  errors: z.array(z.string()),
  /** The same, for programs. */
  failures: z.array(z.object({ document_id: z.string(), code: z.enum(syncErrorCodes) })),
  /** Documents that keep failing and were not tried this time; only with receipts. Not part of `total`. */
  waiting: z.int().min(0).optional(),
  /** Copies of deleted documents that were moved to the trash or deleted; only with receipts. */
  removed: z.int().min(0).optional(),
  /** With `dryRun`: what would be done, and nothing was. */
  dry_run: z.literal(true).optional(),
  /** Once each: unknown types, missing dates. */
  warnings: z.array(z.string()),
  /** Only where the run could not go on. */
  stopped: stoppedSchema.optional(),
});

export const documentResultSchema = z.object({
  success: z.literal(true),
  message: z.string(),
  /** Path of the copy relative to the share's root. */
  key: z.string(),
});

/** What a run would do about one document. */
export const planActions = ['copy', 'mark', 'replace', 'move', 'trash', 'delete', 'wait', 'conflict'] as const;

export const planEntrySchema = z.object({
  document_id: z.string(),
  /**
   * `copy`: a new copy; `mark`: an identical copy is there; `replace`: over the document's own copy; `move`: to another
   * key, the copy at `from` goes; `trash`, `delete`: the document is gone; `wait`: it keeps failing, next try later;
   * `conflict`: it would fail, `code` and `message` say why.
   */
  action: z.enum(planActions),
  /** Of the copy; null where there would be none. */
  key: z.string().nullable(),
  /** Only with `move`. */
  from: z.string().optional(),
  code: z.enum(syncErrorCodes).optional(),
  message: z.string().optional(),
});

export const planSchema = z.object({
  ...unreceipted,
  entries: z.array(planEntrySchema),
  /** Hand it in as `after` for the next page; null at the end. */
  cursor: z.string().nullable(),
});

export const verifyLevels = ['presence', 'size', 'checksum'] as const satisfies readonly VerifyLevel[];

export const findingKinds = ['missing', 'changed', 'foreign', 'unreadable', 'temporary'] as const;

export const findingSchema = z.object({
  /**
   * `foreign`: a file on the share that belongs to no document of this store. `temporary`: a temporary file of docmirror that
   * was left behind more than a day ago.
   */
  kind: z.enum(findingKinds),
  /** Null for a foreign or temporary file. */
  document_id: z.string().nullable(),
  key: z.string(),
  /** A right copy stands there now (`repair`), or the temporary file is removed. */
  repaired: z.boolean(),
  /** Of a foreign file: the store on this share whose lists name it. Absent: no list does. */
  store: z.string().optional(),
  /** Why it could not be repaired or read. */
  code: z.enum(syncErrorCodes).optional(),
  message: z.string().optional(),
});

export const verifySchema = z.object({
  ...unreceipted,
  /** Copies looked at. */
  checked: z.int().min(0),
  missing: z.int().min(0),
  changed: z.int().min(0),
  foreign: z.int().min(0),
  unreadable: z.int().min(0),
  temporary: z.int().min(0),
  repaired: z.int().min(0),
  /** The first 1,000. */
  findings: z.array(findingSchema),
  /** Hand it in as `after` to go on; null when all was looked at. */
  cursor: z.string().nullable(),
  /** Only where it could not go on; `cursor` says from where to try again. */
  stopped: stoppedSchema.optional(),
});

export const failureSchema = z.object({
  document_id: z.string(),
  code: z.enum(syncErrorCodes),
  message: z.string(),
  /** Tries since the last success. */
  attempts: z.int().min(1),
  /** ISO 8601, UTC; null: with the next run. */
  next_attempt_at: z.iso.datetime().nullable(),
});

export const failuresSchema = z.object({
  failures: z.array(failureSchema),
  /** Hand it in as `after` for the next page; null at the end. */
  cursor: z.string().nullable(),
});

export const restoreResultSchema = z.object({
  success: z.literal(true),
  message: z.string(),
  key: z.string(),
  /** `present`: the same file was there already. */
  outcome: z.enum(['restored', 'present']),
});

/** What rebuilding did. */
export const rebuildSchema = z.object({
  /** Documents with a file that were looked at. */
  total: z.int().min(0),
  /** Their copy was recognised: they have a receipt and count as synced. */
  marked: z.int().min(0),
  /** `total - marked`: the next run brings them. */
  pending: z.int().min(0),
  /**
   * Copies that the store's lists on the share name, and whose document the database does not know: it is older than the
   * share, or another document has the id by now. They are left as they are; `unknown.jsonl` beside the store's lists of
   * documents says whose they are.
   */
  unknown: z.int().min(0),
  /** Only where it could not go on. */
  stopped: stoppedSchema.optional(),
});

export const adoptResultSchema = z.object({
  success: z.literal(true),
  message: z.string(),
});

export const errorSchema = z.object({
  success: z.literal(false),
  message: z.string(),
  code: z.enum(syncErrorCodes),
  hint: z.string(),
});

export type SyncStatus = z.infer<typeof statusSchema>;
export type SyncConfig = z.infer<typeof configSchema>;
export type TestResult = z.infer<typeof testSchema>;
export type RunSummary = z.infer<typeof summarySchema>;
export type DocumentResult = z.infer<typeof documentResultSchema>;
export type PlanPage = z.infer<typeof planSchema>;
export type PlanEntry = PlanPage['entries'][number];
export type Finding = z.infer<typeof findingSchema>;
export type VerifyReport = z.infer<typeof verifySchema>;
export type FailurePage = z.infer<typeof failuresSchema>;
export type RestoreResult = z.infer<typeof restoreResultSchema>;
export type RebuildSummary = z.infer<typeof rebuildSchema>;
export type AdoptResult = z.infer<typeof adoptResultSchema>;
export type ErrorBody = z.infer<typeof errorSchema>;
