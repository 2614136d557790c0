import { z } from 'zod';
import type { CopyOnShare } from '../receipt.js';
import { isSafeKey } from './safe-path.js';

/** What one line of a list of documents on the share says: whose a copy is. */
export interface ListedCopy {
  /** Id as text. */
  readonly document: string;
  readonly type: string;
  readonly copy: CopyOnShare;
  readonly syncedAt: Date | null;
}

/** A list may have been damaged, or written by a stranger. */
const lineSchema = z.object({
  document: z.string().min(1).max(1_000),
  type: z.string().max(1_000),
  key: z.string().max(4_096).refine(isSafeKey),
  size: z.int().min(0),
  sha256: z.string().regex(/^[\da-f]{64}$/),
  synced_at: z.iso.datetime().nullable(),
});

/** Undefined where the line is none of ours. */
export function readDocumentLine(line: string): ListedCopy | undefined {
  const result = lineSchema.safeParse(parseJson(line));
  if (!result.success) return undefined;
  const { document, type, key, size, sha256, synced_at } = result.data;
  const syncedAt = synced_at === null ? null : new Date(synced_at);
  return { document, type, copy: { key, size, checksum: sha256 }, syncedAt };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
