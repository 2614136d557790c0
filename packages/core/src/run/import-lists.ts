import type { DocumentId } from '../document.js';
import type { ListedCopy } from '../plan/document-line.js';
import { documentLine } from '../plan/month-lines.js';
import type { Receipt } from '../receipt.js';
import type { ReceiptStore } from '../receipt-store.js';
import type { DocumentStore } from '../store.js';
import { currentReceipts } from './claims-of-page.js';
import { listedCopies, listsOnShare, monthsOf, unknownList } from './listed-copies.js';
import { ownFileWriter } from './own-file-writer.js';
import type { RunContext } from './run.js';
import { workThrough } from './work-through.js';

interface Found {
  readonly line: ListedCopy;
  readonly documentId: DocumentId;
}

/** Receipts written at once. */
const batchSize = 500;

export interface ImportedLists {
  /** Months that have lists on the share. */
  readonly months: readonly string[];
  /** Copies listed whose document the database does not know. */
  readonly unknown: number;
}

/**
 * Writes a receipt for every line of the lists on the share whose document there is. They say whose a copy is supposed to
 * be; whether it is, is found out afterwards. A document that the database does not know gets none: its copy must not
 * pass for that of a deleted one. Its line is kept in a list of its own, for a database that knows it.
 */
export async function importLists(
  { store, mirror, concurrency }: RunContext,
  receipts: ReceiptStore,
  mirrorId: string,
  signal: AbortSignal,
): Promise<ImportedLists> {
  const lists = await listsOnShare(mirror, mirrorId);
  const keep = ownFileWriter(mirror, mirrorId, unknownList);
  let unknown = 0;
  for (const list of lists) {
    for await (const piece of listedCopies(mirror, mirrorId, list)) {
      for (let start = 0; start < piece.length && !signal.aborted; start += batchSize) {
        const batch = piece.slice(start, start + batchSize);
        const found: Found[] = [];
        const strange: ListedCopy[] = [];
        await workThrough(batch, concurrency, signal, async (line) => {
          const documentId = await knownDocument(store, line.document);
          if (documentId === undefined) strange.push(line);
          else found.push({ line, documentId });
        });
        await writeNewest(receipts, mirrorId, found);
        if (strange.length > 0) await keep(strange.map(lineOf).join(''), false);
        unknown += strange.length;
      }
    }
  }
  // Those of the time before stand in it again, or their documents are known by now.
  const isKept = unknown > 0 || lists.length > monthsOf(lists).length;
  if (isKept && !signal.aborted) await keep('', true);
  return { months: monthsOf(lists), unknown };
}

function lineOf({ document, ...line }: ListedCopy): string {
  return documentLine({ ...line, documentId: document });
}

async function knownDocument(store: DocumentStore, text: string): Promise<DocumentId | undefined> {
  const id = store.parseId(text);
  const document = id === undefined ? undefined : await store.find(id);
  return document?.source ? document.id : undefined;
}

/** A document that moved may stand in the lists of two months, or twice in one; the latest word counts. */
async function writeNewest(receipts: ReceiptStore, mirrorId: string, found: readonly Found[]): Promise<void> {
  if (found.length === 0) return;
  const newest = new Map<DocumentId, Found>();
  for (const one of found) {
    const other = newest.get(one.documentId);
    if (other === undefined || timeOf(one.line) >= timeOf(other.line)) newest.set(one.documentId, one);
  }
  for (const [documentId, receipt] of await currentReceipts(receipts, mirrorId, [...newest.keys()])) {
    const one = newest.get(documentId);
    if (one !== undefined && timeOf(receipt) > timeOf(one.line)) newest.delete(documentId);
  }
  if (newest.size === 0) return;
  await receipts.write([...newest.values()].map(({ line, documentId }) => receiptOf(line, documentId, mirrorId)));
}

function timeOf({ syncedAt }: { readonly syncedAt: Date | null }): number {
  return syncedAt?.getTime() ?? 0;
}

function receiptOf({ type, copy, version, syncedAt }: ListedCopy, documentId: DocumentId, mirrorId: string): Receipt {
  return {
    ...{ mirrorId, documentId, role: 'current', copy, type, version, syncedAt, verifiedAt: null },
    ...{ attempts: 0, nextAttemptAt: null, lastError: null },
  };
}
