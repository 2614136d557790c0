import type { DocumentId } from '../document.js';
import { SyncError } from '../errors/sync-error.js';
import { confirmAndMark } from './mark-batch.js';
import type { RunContext } from './run.js';
import { transfer } from './transfer.js';

const never = new AbortController().signal;

/** Brings one document to the share, pending or not, and marks it. `enter` gives the id to copy by. Resolves to its key. */
export async function syncOne(
  context: RunContext,
  enter: () => Promise<string>,
  id: DocumentId,
  signal: AbortSignal = never,
): Promise<string> {
  const { store, mirror, emitter } = context;
  const known = store.parseId(String(id));
  if (known === undefined) throw new SyncError('DOCUMENT_ID_INVALID');
  const document = await store.find(known);
  if (document === undefined) throw new SyncError('DOCUMENT_NOT_FOUND');
  if (!document.source) throw new SyncError('DOCUMENT_WITHOUT_FILE');

  const mirrorId = await enter();
  const result = await transfer(context, document, mirrorId, signal);
  if (result.outcome === 'untried') throw new SyncError('RUN_ABORTED');
  if (result.outcome !== 'done') throw new SyncError(result.code, { params: result.params });
  const copied = { document, receipt: result.receipt };
  const { marked } = await confirmAndMark(store, mirror, mirrorId, [copied]);
  if (marked.length === 0) throw new SyncError('DOCUMENT_CHANGED');
  const name = result.receipt.outcome === 'copied' ? 'document:copied' : 'document:unchanged';
  emitter.emit(name, { documentId: document.id, receipt: result.receipt });
  return result.receipt.key;
}
