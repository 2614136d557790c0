import { posix } from 'node:path';
import type { Mirror } from '../mirror.js';
import { claimOf } from '../plan/claim.js';
import { partialBirthMs, probeBirthMs } from '../plan/partial-name.js';
import type { FilesPosition } from '../plan/verify-position.js';
import type { ReceiptStore } from '../receipt-store.js';
import type { OwnShare } from './own-share.js';
import { placeOfReceipt } from './pages.js';

/** A file on the share that no receipt has a claim on. */
export interface StrayFile {
  readonly key: string;
  /** `temporary`: one of ours that was left behind. */
  readonly kind: 'foreign' | 'temporary';
  /** It is not there any more. */
  readonly gone: boolean;
  /** The store whose lists name it. */
  readonly store?: string | undefined;
}

export interface FilesStep {
  /** Where to go on; undefined: these were the last. */
  readonly next: FilesPosition | undefined;
  readonly looked: number;
  readonly strays: readonly StrayFile[];
}

/** Files whose names are compared with the receipts at once. */
const pageSize = 2_000;

/** Looks at the names of the next files on the share, at most `limit` of them. */
export async function verifyFiles(
  mirror: Mirror,
  { receipts, share: { mirrorId, others } }: { readonly receipts: ReceiptStore; readonly share: OwnShare },
  { after }: FilesPosition,
  limit: number,
): Promise<FilesStep> {
  const keys = await mirror.list({ mirrorId, after, limit: Math.min(limit, pageSize) });
  if (keys.length === 0) return { next: undefined, looked: 0, strays: [] };
  const known = new Set((await receipts.page({ mirrorId, keys, limit: keys.length })).map(placeOfReceipt));
  const unknown = keys.filter((key) => !known.has(claimOf(key)));
  const owners = unknown.length === 0 ? undefined : await others.owners(unknown);
  const strays = await lookAtStrays(mirror, mirrorId, unknown);
  return {
    next: { phase: 'files', after: keys.at(-1) },
    looked: keys.length,
    strays: strays.map((stray) => ({ ...stray, store: owners?.get(stray.key) })),
  };
}

/** Once more: a list may be of a while ago, and temporary files were removed as they were met. */
async function lookAtStrays(mirror: Mirror, mirrorId: string, keys: readonly string[]): Promise<StrayFile[]> {
  if (keys.length === 0) return [];
  const copies = keys.map((key) => ({ key, size: 0, checksum: '' }));
  const found = await mirror.inspect({ mirrorId, level: 'presence', copies });
  return keys.flatMap((key, n): StrayFile[] => {
    const gone = found[n]?.state === 'missing';
    if (isTemporary(key)) return [{ key, kind: 'temporary', gone }];
    return gone ? [] : [{ key, kind: 'foreign', gone }];
  });
}

function isTemporary(key: string): boolean {
  const name = posix.basename(key);
  return partialBirthMs(name) !== undefined || probeBirthMs(name) !== undefined;
}
