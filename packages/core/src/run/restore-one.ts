import type { DocumentId } from '../document.js';
import { SyncError } from '../errors/sync-error.js';
import { placeOfSource, type SourcePlace } from '../plan/source-place.js';
import type { CopyOnShare } from '../receipt.js';
import type { ReceiptStore } from '../receipt-store.js';
import type { RunContext } from './run.js';

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
  const copy = (await receipts.page(query))[0]?.copy;
  if (!copy) throw new SyncError('COPY_MISSING');
  return restoreCopy(terms, documentId, copy);
}

export async function restoreCopy(
  { context, mirrorId, to, overwrite }: RestoreTerms,
  documentId: DocumentId,
  { key, size, checksum }: CopyOnShare,
): Promise<Restored> {
  const place = to === undefined ? await placeByRow(context, documentId) : { root: to, path: key };
  const copy = { key, size, checksum };
  const outcome = await context.limit(() => context.mirror.restore({ mirrorId, copy, ...place, overwrite }));
  return { key, outcome };
}

async function placeByRow({ store, sourceRoots }: RunContext, documentId: DocumentId): Promise<SourcePlace> {
  const document = await store.find(documentId);
  if (document === undefined) throw new SyncError('DOCUMENT_NOT_FOUND');
  if (!document.source) throw new SyncError('DOCUMENT_WITHOUT_FILE');
  const place = placeOfSource(document.source, sourceRoots);
  if (place === undefined) throw new SyncError('RESTORE_TARGET_OUTSIDE');
  return place;
}
