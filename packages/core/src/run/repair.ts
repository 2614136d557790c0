import type { Document } from '../document.js';
import type { ErrorParams, SyncErrorCode } from '../errors/codes.js';
import { isSyncError, SyncError } from '../errors/sync-error.js';
import type { Inspection } from '../mirror.js';
import { trashFolder } from '../plan/own-names.js';
import type { ReceiptStore } from '../receipt-store.js';
import type { DocumentStore } from '../store.js';
import { bringOne } from './bring-one.js';
import { claimsOfPage } from './claims-of-page.js';
import { concernsAll } from './ending.js';
import { namesOfPlan } from './new-names.js';
import type { OwnListed } from './own-listed.js';
import type { OwnShare } from './own-share.js';
import type { RunContext } from './run.js';
import { transfer } from './transfer.js';
import type { Held } from './verify-copies.js';

export type Repaired =
  | { readonly repaired: true; readonly problem?: undefined }
  | { readonly repaired: false; readonly problem: { readonly code: SyncErrorCode; readonly params: ErrorParams } };

export interface RepairTerms {
  readonly receipts: ReceiptStore;
  readonly share: OwnShare;
  readonly listed: OwnListed;
}

/**
 * Brings a copy right that a verification found missing, changed or unreadable: a strange file is set aside in the trash of
 * the share, and the document is brought anew. Where the source is not there any more nothing is touched: even a
 * damaged copy may be the best there is. Rejects only where nothing else could be repaired either.
 */
export async function repairCopy(
  context: RunContext,
  terms: RepairTerms,
  receipt: Held,
  state: Exclude<Inspection['state'], 'right'>,
  signal: AbortSignal,
): Promise<Repaired> {
  const { store } = context;
  try {
    const document = await documentToBring(store, receipt);
    const inTheWay = await assertSource(context, terms, document, receipt, state, signal);
    // From here on the row says what is true, whatever happens.
    await store.unmark([document.id]);
    if (inTheWay) await setAside(context, terms, document, receipt);
    // As it reads by now: taking the mark away may have changed its version.
    await bringOne(context, terms.share, await documentToBring(store, receipt), signal);
    return { repaired: true };
  } catch (error) {
    if (concernsAll(error) || !isSyncError(error)) throw error;
    return { repaired: false, problem: { code: error.code, params: error.params } };
  }
}

async function documentToBring(store: DocumentStore, { documentId }: Held): Promise<Document> {
  const document = await store.find(documentId);
  if (document === undefined) throw new SyncError('DOCUMENT_NOT_FOUND');
  if (!document.source) throw new SyncError('DOCUMENT_WITHOUT_FILE');
  return document;
}

/** Rejects where the document could not be brought now. Resolves to whether what stands under the key is in the way. */
async function assertSource(
  context: RunContext,
  { receipts, share: { mirrorId, storeTag } }: RepairTerms,
  document: Document,
  { copy }: Held,
  state: Exclude<Inspection['state'], 'right'>,
  signal: AbortSignal,
): Promise<boolean> {
  const page = { receipts, mirrorId, layout: context.layout, newNames: namesOfPlan(), storeTag };
  const [claims] = await claimsOfPage(page, [document]);
  // Comparing with what cannot be read would say nothing about the source.
  if (state === 'unreadable') claims?.passOver(copy.key);
  const look = await transfer(context, document, { mirrorId, signal, claims, dryRun: true });
  if (look.outcome === 'untried') throw new SyncError('RUN_ABORTED');
  if (look.outcome !== 'done') {
    throw new SyncError(look.code, { params: look.params, scope: look.outcome === 'stop' ? 'run' : 'document' });
  }
  // A copy that is as the source is now was replaced, and only its mark is missing.
  const isNow = look.receipt.outcome === 'unchanged' && look.receipt.key === copy.key;
  return state !== 'missing' && !isNow;
}

/**
 * While nobody in this process can bring something else to this name. What may be the file of a row stays, and the copy gets
 * another name.
 */
async function setAside(
  { mirror, reservations, sourceRoots }: RunContext,
  { share: { mirrorId, storeId, others }, listed }: RepairTerms,
  { id, source }: Document,
  { copy }: Held,
): Promise<void> {
  // Where our copy was deleted by hand, another store may have been given its name.
  if ((await others.owners([copy.key])).has(copy.key)) return;
  // Where our receipts came back from a dump, what stands there may be the copy of a document that is newer.
  if ((await listed.documentsOf(copy.key)).some((document) => document !== String(id))) return;
  const release = await reservations.take([copy.key]);
  try {
    const [now] = await mirror.inspect({ mirrorId, level: 'checksum', copies: [copy] });
    if (now?.state === 'right') return;
    const trash = trashFolder(storeId, new Date());
    await mirror.remove({ mirrorId, copy, trash, whatever: true, sourceRoots, source });
  } finally {
    release();
  }
}
