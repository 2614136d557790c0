import type { DocumentId } from '../document.js';
import type { ListedCopy } from '../plan/document-line.js';
import type { Receipt } from '../receipt.js';
import type { ReceiptStore } from '../receipt-store.js';
import type { DocumentStore } from '../store.js';
import { listedCopies } from './listed-copies.js';
import type { RunContext } from './run.js';
import { workThrough } from './work-through.js';

/** Receipts written at once. */
const batchSize = 500;

/**
 * Writes a receipt for every line of the lists on the share whose document there is. They say whose a copy is supposed to
 * be; whether it is, is found out afterwards. A document that the database does not know gets none: its copy must not
 * pass for that of a deleted one.
 */
export async function importLists(
  { store, mirror, concurrency }: RunContext,
  receipts: ReceiptStore,
  mirrorId: string,
  signal: AbortSignal,
): Promise<void> {
  for await (const piece of listedCopies(mirror, mirrorId)) {
    for (let start = 0; start < piece.length && !signal.aborted; start += batchSize) {
      const batch = piece.slice(start, start + batchSize);
      const found: { readonly line: ListedCopy; readonly documentId: DocumentId }[] = [];
      await workThrough(batch, concurrency, signal, async (line) => {
        const documentId = await knownDocument(store, line.document);
        if (documentId !== undefined) found.push({ line, documentId });
      });
      await writeNewest(receipts, mirrorId, found);
    }
    if (signal.aborted) return;
  }
}

async function knownDocument(store: DocumentStore, text: string): Promise<DocumentId | undefined> {
  const id = store.parseId(text);
  const document = id === undefined ? undefined : await store.find(id);
  return document?.source ? document.id : undefined;
}

/** A document that moved may stand in the lists of two months; the later word counts. */
async function writeNewest(
  receipts: ReceiptStore,
  mirrorId: string,
  found: readonly { readonly line: ListedCopy; readonly documentId: DocumentId }[],
): Promise<void> {
  if (found.length === 0) return;
  const documentIds = found.map(({ documentId }) => documentId);
  const known = await receipts.page({ mirrorId, role: 'current', documentIds, limit: documentIds.length });
  const writtenAt = new Map(known.map(({ documentId, syncedAt }) => [documentId, syncedAt?.getTime() ?? 0]));
  const newer = found.filter(
    ({ line, documentId }) => (line.syncedAt?.getTime() ?? 0) >= (writtenAt.get(documentId) ?? 0),
  );
  if (newer.length > 0)
    await receipts.write(newer.map(({ line, documentId }) => receiptOf(line, documentId, mirrorId)));
}

function receiptOf({ type, copy, syncedAt }: ListedCopy, documentId: DocumentId, mirrorId: string): Receipt {
  return {
    ...{ mirrorId, documentId, role: 'current', copy, type, version: null, syncedAt, verifiedAt: null },
    ...{ attempts: 0, nextAttemptAt: null, lastError: null },
  };
}
