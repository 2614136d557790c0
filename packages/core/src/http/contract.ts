import { z } from 'zod';
import { syncErrorCodes } from '../errors/codes.js';

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

export const summarySchema = z.object({
  /** `synced + failed`, and the untried ones where the run stopped. */
  total: z.int().min(0),
  synced: z.int().min(0),
  failed: z.int().min(0),
  /** The first 1,000: `Document 42: Source file not found`. */
  errors: z.array(z.string()),
  /** The same, for programs. */
  failures: z.array(z.object({ document_id: z.string(), code: z.enum(syncErrorCodes) })),
  /** Once each: unknown types, missing dates. */
  warnings: z.array(z.string()),
  /** Only where the run could not go on. */
  stopped: z.object({ code: z.enum(syncErrorCodes), message: z.string(), hint: z.string() }).optional(),
});

export const documentResultSchema = z.object({
  success: z.literal(true),
  message: z.string(),
  /** Path of the copy relative to the share's root. */
  key: z.string(),
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
export type AdoptResult = z.infer<typeof adoptResultSchema>;
export type ErrorBody = z.infer<typeof errorSchema>;
