import type { DocumentId } from '../document.js';
import { SyncError } from '../errors/sync-error.js';
import { isOfRow } from '../plan/of-row.js';
import { placeOfSource, type SourcePlace } from '../plan/source-place.js';
import type { ReceiptStore } from '../receipt-store.js';
import type { RunContext } from './run.js';
import { type Held, isHeld } from './verify-copies.js';

export interface RestoreTerms {
  readonly context: RunContext;
  readonly receipts: ReceiptStore;
  readonly mirrorId: string;
  /** Absolute folder to restore into, as on the share; undefined: to where the rows say that their files are. */
  readonly to: string | undefined;
  readonly overwrite: boolean;
}

export interface Restored {
  readonly key: string;
  readonly outcome: 'restored' | 'present';
}

/** Copies one document back from the share. Rejects with what went wrong. */
export async function restoreOne(terms: RestoreTerms, id: DocumentId): Promise<Restored> {
  const { context, receipts, mirrorId, to } = terms;
  const documentId = context.store.parseId(String(id));
  if (documentId === undefined) throw new SyncError('DOCUMENT_ID_INVALID');
  // A document that is gone from the database may have left its copy behind; then only the user can say where to.
  if (to === undefined && (await context.store.find(documentId)) === undefined) {
    throw new SyncError('DOCUMENT_NOT_FOUND');
  }
  const query = { mirrorId, role: 'current', documentIds: [documentId], withCopy: true, limit: 1 } as const;
  const [receipt] = (await receipts.page(query)).filter(isHeld);
  if (receipt === undefined) throw new SyncError('COPY_MISSING');
  return restoreCopy(terms, receipt);
}

export async function restoreCopy(
  { context, mirrorId, to, overwrite }: RestoreTerms,
  receipt: Held,
): Promise<Restored> {
  const { key, size, checksum } = receipt.copy;
  const place = to === undefined ? await placeByRow(context, receipt) : { root: to, path: key };
  const copy = { key, size, checksum };
  const outcome = await context.limit(() => context.mirror.restore({ mirrorId, copy, ...place, overwrite }));
  return { key, outcome };
}

/** Rejects where the row changed since: under its name an old content would pass for the new one, and be marked as such. */
async function placeByRow({ store, sourceRoots }: RunContext, receipt: Held): Promise<SourcePlace> {
  const document = await store.find(receipt.documentId);
  if (document === undefined) throw new SyncError('DOCUMENT_NOT_FOUND');
  if (!document.source) throw new SyncError('DOCUMENT_WITHOUT_FILE');
  const place = placeOfSource(document.source, sourceRoots);
  if (place === undefined) throw new SyncError('RESTORE_TARGET_OUTSIDE');
  if (!isOfRow(receipt, document)) throw new SyncError('RESTORE_OUTDATED');
  return place;
}
