import { z } from 'zod';
import type { CopyOnShare, RowWords } from '../receipt.js';
import { isSafeKey } from './safe-path.js';
import { storeIdSchema } from './store-id.js';

/** What one line of a list of documents on the share says: whose a copy is. */
export interface ListedCopy {
  /** Identity of the store whose document it is. */
  readonly store: string;
  /** Id as text. */
  readonly document: string;
  readonly type: string;
  readonly copy: CopyOnShare;
  /** The row's version that the copy is of. */
  readonly version: string | null;
  readonly row: RowWords | null;
  readonly syncedAt: Date | null;
}

/** A list may have been damaged, or written by a stranger. */
const words = z.string().max(100_000).nullable();

const lineSchema = z.object({
  store: storeIdSchema,
  document: z.string().min(1).max(1_000),
  type: z.string().max(1_000),
  key: z.string().max(4_096).refine(isSafeKey),
  size: z.int().min(0),
  sha256: z.string().regex(/^[\da-f]{64}$/),
  version: z.string().max(1_000).nullable(),
  date: words,
  name: words,
  source: words,
  synced_at: z.iso.datetime().nullable(),
});

/** Undefined where the line is none of ours. */
export function readDocumentLine(line: string): ListedCopy | undefined {
  const result = lineSchema.safeParse(parseJson(line));
  if (!result.success) return undefined;
  const { store, document, type, key, size, sha256, version, date, name, source, synced_at } = result.data;
  const syncedAt = synced_at === null ? null : new Date(synced_at);
  const row = date === null && name === null && source === null ? null : { date, name, source };
  return { store, document, type, copy: { key, size, checksum: sha256 }, version, row, syncedAt };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
