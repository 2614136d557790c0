import type { Document } from '../document.js';
import { SyncError } from '../errors/sync-error.js';
import { claimsOfPage } from './claims-of-page.js';
import { clearLeaving } from './clear-leaving.js';
import type { Copied } from './copied.js';
import { blankClaims } from './document-claims.js';
import { createFailureNotes } from './failure-notes.js';
import { separateFound } from './found-copies.js';
import { confirmAndMark } from './mark-batch.js';
import { maxNameTries } from './name-tries.js';
import { namesOfPlan } from './new-names.js';
import { isOfNotice } from './notices.js';
import type { OwnShare } from './own-share.js';
import type { RunContext } from './run.js';
import { tellSynced } from './synced-event.js';
import { transfer } from './transfer.js';

/**
 * Brings one document to a share that was found to be ours, pending or not, waiting or not, marks it, and takes away
 * what it moved away from. Rejects with what went wrong; a failure of the document counts as one of a run would.
 */
export async function bringOne(
  context: RunContext,
  share: OwnShare,
  document: Document,
  signal: AbortSignal,
): Promise<Copied> {
  const { store, emitter } = context;
  const { receipts } = store;
  const end = await begin(context, share);
  const copied = await bringAndNote(context, share, document, signal).finally(end);
  tellSynced(emitter, copied);
  if (receipts !== undefined) {
    // What cannot be removed now is with the next run, which says so.
    const terms = { context, receipts, share, signal, warn: () => undefined };
    await clearLeaving(terms, [document.id]);
  }
  return copied;
}

/** The notice stays, for the lists do not name the copy before a run has written them. */
async function begin({ notices }: RunContext, { mirrorId, storeId }: OwnShare): Promise<() => void> {
  try {
    return await notices.begin(mirrorId, storeId);
  } catch (error) {
    if (!isOfNotice(error)) throw error;
    return () => undefined;
  }
}

async function bringAndNote(
  context: RunContext,
  share: OwnShare,
  document: Document,
  signal: AbortSignal,
): Promise<Copied> {
  const outcome = await tryNames(context, share, document, signal);
  if (outcome instanceof SyncError) {
    const notes = createFailureNotes(context.store.receipts, share.mirrorId);
    await notes.add(document, outcome.code);
    await notes.drain();
    throw outcome;
  }
  return outcome;
}

/** Resolves to the document's own failure; rejects for what has nothing to do with it. */
async function tryNames(
  context: RunContext,
  share: OwnShare,
  document: Document,
  signal: AbortSignal,
): Promise<Copied | SyncError> {
  const { store, layout } = context;
  const { receipts } = store;
  const { mirrorId, storeTag, others } = share;
  const [known] =
    receipts === undefined
      ? []
      : await claimsOfPage({ receipts, mirrorId, layout, newNames: namesOfPlan(), storeTag }, [document]);
  const claims = known ?? blankClaims(document, { layout, storeTag });
  let row = document;
  for (let tries = 0; tries < maxNameTries; tries++) {
    const result = await transfer(context, row, { mirrorId, signal, claims });
    if (result.outcome === 'untried') throw new SyncError('RUN_ABORTED');
    if (result.outcome === 'stop') throw new SyncError(result.code, { params: result.params, scope: 'run' });
    if (result.outcome === 'failed') return new SyncError(result.code, { params: result.params });
    const copied = { document: row, claims, receipt: result.receipt, action: result.action };
    const { ours, notOurs } = await separateFound(others, { layout, storeTag }, [copied]);
    for (const other of notOurs) claims.passOver(other.receipt.key);
    if (ours.length === 0) continue;
    for await (const { marked, refused, taken } of confirmAndMark(context, mirrorId, ours)) {
      if (marked[0] !== undefined) return marked[0];
      if (refused[0] !== undefined) return new SyncError(refused[0].code);
      for (const other of taken) {
        claims.passOver(other.receipt.key);
        row = other.document;
      }
    }
  }
  return new SyncError('COPY_NAME_TAKEN');
}
