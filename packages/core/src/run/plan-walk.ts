import type { DocumentId } from '../document.js';
import { SyncError } from '../errors/sync-error.js';
import type { PlanEntry } from '../http/contract.js';
import type { Inspection } from '../mirror.js';
import type { StoredReceipt } from '../receipt.js';
import type { ReceiptStore } from '../receipt-store.js';
import { changedPages } from './changed-documents.js';
import { deletedPages, dueCopies, refusalToRemove } from './deleted-copies.js';
import { type DocumentToBring, documentsToBring, isWaiting } from './documents-to-bring.js';
import { separateFound } from './found-copies.js';
import { inOrder } from './in-order.js';
import { maxNameTries } from './name-tries.js';
import { namesOfPlan } from './new-names.js';
import type { OwnShare } from './own-share.js';
import { pendingDocuments } from './pending-documents.js';
import type { StopReason, Warning } from './report.js';
import type { RunContext } from './run.js';
import { storedFailure } from './stored-failure.js';
import { type Transferred, transfer } from './transfer.js';

/** One entry of a plan, without words. */
export interface PlannedEntry {
  /** Where in the plan it stands; no other entry has the same. */
  readonly position: string;
  /** Whether it is about a document, or about what a deleted one left behind. */
  readonly about: 'document' | 'deleted';
  readonly documentId: DocumentId;
  readonly action: PlanEntry['action'];
  readonly key: string | null;
  readonly from?: string | undefined;
  /** Why it would fail, or did. */
  readonly why?: StopReason | undefined;
  readonly warnings?: readonly Warning[];
}

export interface PlanTerms {
  readonly context: RunContext;
  readonly receipts: ReceiptStore;
  /** Null: the share is not in use yet; a run would begin to use it. */
  readonly mirrorId: string | null;
  /** Undefined where there is no share in use. */
  readonly share: OwnShare | undefined;
  readonly signal: AbortSignal;
  /** As of a run. */
  readonly limit: number;
  readonly allowDeletions: boolean;
}

/**
 * What a run would do now, in its order. It goes the way of a run, except that nothing is written: what a run has made
 * known by then (rows pending again, names taken) is remembered here instead. Rejects where a run would stop.
 */
export async function* planWalk(terms: PlanTerms): AsyncGenerator<PlannedEntry, void, void> {
  const { context, mirrorId } = terms;
  const { store } = context;
  const pending = pendingDocuments(store, Number.POSITIVE_INFINITY);
  const documents = mirrorId === null ? pending : inOrder(pending, documentsOf(changedPages(store, mirrorId)));
  let tried = 0;
  for await (const one of documentsToBring(
    context,
    { mirrorId, storeTag: terms.share?.storeTag ?? '' },
    documents,
    namesOfPlan(),
  )) {
    const entry = await planOne(terms, one);
    yield entry;
    if (entry.action !== 'wait') tried += 1;
    if (tried >= terms.limit) break;
  }
  if (mirrorId !== null) yield* planDeleted(terms, mirrorId);
}

async function* documentsOf<Item>(pages: AsyncIterable<readonly Item[]>): AsyncGenerator<Item, void, void> {
  for await (const page of pages) yield* page;
}

async function planOne(terms: PlanTerms, one: DocumentToBring): Promise<PlannedEntry> {
  const { document, claims } = one;
  const entry = { position: `document ${document.id}`, about: 'document', documentId: document.id } as const;
  if (isWaiting(one, Date.now())) {
    const lastError = claims?.receipt?.lastError;
    return { ...entry, action: 'wait', key: null, why: lastError ? storedFailure(lastError) : undefined };
  }
  const result = await transferAsPlanned(terms, one);
  switch (result.outcome) {
    case 'done': {
      const { action, warnings, receipt } = result;
      return {
        ...entry,
        action,
        warnings,
        key: receipt.key,
        from: action === 'move' ? claims?.previous?.key : undefined,
      };
    }
    case 'failed':
      return { ...entry, action: 'conflict', key: null, why: result };
    case 'stop':
      throw new SyncError(result.code, { params: result.params, scope: 'run' });
    case 'untried':
      throw new SyncError('RUN_ABORTED');
  }
}

/** Found copies that are another store's are passed over, as in a run. */
async function transferAsPlanned(
  { context, mirrorId, share, signal }: PlanTerms,
  { document, claims }: DocumentToBring,
): Promise<Transferred> {
  for (let tries = 0; ; tries++) {
    const result = await transfer(context, document, { mirrorId, signal, claims, dryRun: true });
    if (result.outcome !== 'done' || share === undefined) return result;
    const { receipt, action } = result;
    const names = { layout: context.layout, storeTag: share.storeTag };
    const { notOurs } = await separateFound(share.others, names, [{ document, claims, receipt, action }]);
    if (notOurs.length === 0 || tries >= maxNameTries) return result;
    claims?.passOver(receipt.key);
  }
}

async function* planDeleted(terms: PlanTerms, mirrorId: string): AsyncGenerator<PlannedEntry, void, void> {
  const { context, receipts, signal, allowDeletions } = terms;
  const { mirror, deleted, sourceRoots } = context;
  if (deleted.policy === 'keep') return;
  const refused = allowDeletions ? undefined : await refusalToRemove(receipts, mirrorId, deleted);
  const now = new Date();
  for await (const page of deletedPages(receipts, mirrorId)) {
    if (signal.aborted) throw new SyncError('RUN_ABORTED');
    const due = dueCopies(page, deleted, now);
    const copies = due.flatMap(({ copy }) => copy ?? []);
    const found = refused ? [] : await mirror.inspect({ mirrorId, level: 'checksum', copies, sourceRoots });
    for (const [n, receipt] of due.entries()) {
      const entry = planRemoval(receipt, deleted.policy, refused, found[n]);
      if (entry !== undefined) yield entry;
    }
  }
}

/** Undefined where there is nothing to remove. */
function planRemoval(
  { copy, documentId, claim }: StoredReceipt,
  policy: 'trash' | 'delete',
  refused: StopReason | undefined,
  found: Inspection | undefined,
): PlannedEntry | undefined {
  if (copy === null || found?.state === 'missing') return undefined;
  const { key } = copy;
  const entry = { position: `deleted ${claim}`, about: 'deleted', documentId, key } as const;
  const why = refused ?? troubleOf(found);
  return why === undefined ? { ...entry, action: policy } : { ...entry, action: 'conflict', why };
}

function troubleOf(found: Inspection | undefined): StopReason | undefined {
  if (found?.inSources) return { code: 'SOURCE_INSIDE_MIRROR', params: {} };
  if (found?.state === 'changed') return { code: 'COPY_CHANGED', params: {} };
  if (found?.state === 'unreadable') return { code: 'COPY_REFUSED', params: { error: found.error ?? '' } };
  return undefined;
}
