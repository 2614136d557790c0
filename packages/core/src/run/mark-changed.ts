import type { DocumentId } from '../document.js';
import { SyncError } from '../errors/sync-error.js';
import type { DocumentStore } from '../store.js';

/** Documents made pending at once. */
const batchSize = 500;

/**
 * Makes documents pending again, and those that were to wait do not any more. Without receipts, too. One id that cannot be
 * one, and nothing is done.
 */
export async function markChanged(
  store: DocumentStore,
  mirrorId: string | undefined,
  ids: readonly DocumentId[],
): Promise<void> {
  const known = ids.map((id) => store.parseId(String(id))).filter((id) => id !== undefined);
  if (known.length < ids.length) throw new SyncError('DOCUMENT_ID_INVALID');
  for (let start = 0; start < known.length; start += batchSize) {
    const documentIds = known.slice(start, start + batchSize);
    await store.unmark(documentIds);
    if (store.receipts === undefined || mirrorId === undefined) continue;
    const query = { mirrorId, documentIds, failing: true, limit: documentIds.length } as const;
    const waiting = (await store.receipts.page(query)).filter(({ nextAttemptAt }) => nextAttemptAt !== null);
    if (waiting.length > 0) await store.receipts.note(waiting.map((receipt) => ({ ...receipt, nextAttemptAt: null })));
  }
}
