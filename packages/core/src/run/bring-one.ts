import type { Document } from '../document.js';
import { SyncError } from '../errors/sync-error.js';
import { claimsOfPage } from './claims-of-page.js';
import { clearLeaving } from './clear-leaving.js';
import type { Copied } from './copied.js';
import { createFailureNotes } from './failure-notes.js';
import { confirmAndMark } from './mark-batch.js';
import { maxNameTries } from './name-tries.js';
import { namesOfPlan } from './new-names.js';
import type { RunContext } from './run.js';
import { tellSynced } from './synced-event.js';
import { transfer } from './transfer.js';

/**
 * Brings one document to a share that was found to be ours, pending or not, waiting or not, marks it, and takes away
 * what it moved away from. Rejects with what went wrong; a failure of the document counts as one of a run would.
 */
export async function bringOne(
  context: RunContext,
  mirrorId: string,
  document: Document,
  signal: AbortSignal,
): Promise<Copied> {
  const { store, emitter } = context;
  const { receipts } = store;
  const copied = await bringAndNote(context, mirrorId, document, signal);
  tellSynced(emitter, copied);
  if (receipts !== undefined) {
    // What cannot be removed now is with the next run, which says so.
    const terms = { context, receipts, mirrorId, signal, warn: () => undefined };
    await clearLeaving(terms, [document.id]);
  }
  return copied;
}

async function bringAndNote(
  context: RunContext,
  mirrorId: string,
  document: Document,
  signal: AbortSignal,
): Promise<Copied> {
  const outcome = await tryNames(context, mirrorId, document, signal);
  if (outcome instanceof SyncError) {
    const notes = createFailureNotes(context.store.receipts, mirrorId);
    await notes.add(document, outcome.code);
    await notes.drain();
    throw outcome;
  }
  return outcome;
}

/** Resolves to the document's own failure; rejects for what has nothing to do with it. */
async function tryNames(
  context: RunContext,
  mirrorId: string,
  document: Document,
  signal: AbortSignal,
): Promise<Copied | SyncError> {
  const { store, layout } = context;
  const { receipts } = store;
  const [claims] =
    receipts === undefined
      ? []
      : await claimsOfPage({ receipts, mirrorId, layout, newNames: namesOfPlan() }, [document]);
  let row = document;
  for (let tries = 0; tries < maxNameTries; tries++) {
    const result = await transfer(context, row, { mirrorId, signal, claims });
    if (result.outcome === 'untried') throw new SyncError('RUN_ABORTED');
    if (result.outcome === 'stop') throw new SyncError(result.code, { params: result.params, scope: 'run' });
    if (result.outcome === 'failed') return new SyncError(result.code, { params: result.params });
    const copied = { document: row, claims, receipt: result.receipt, action: result.action };
    for await (const { marked, refused, taken } of confirmAndMark(context, mirrorId, [copied])) {
      if (marked[0] !== undefined) return marked[0];
      if (refused[0] !== undefined) return new SyncError(refused[0].code);
      for (const other of taken) {
        claims?.passOver(other.receipt.key);
        row = other.document;
      }
    }
  }
  return new SyncError('COPY_NAME_TAKEN');
}
