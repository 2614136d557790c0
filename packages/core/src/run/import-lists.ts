import type { Document, DocumentId } from '../document.js';
import type { ListedCopy } from '../plan/document-line.js';
import { documentLine } from '../plan/month-lines.js';
import { documentList, unknownMonth } from '../plan/own-names.js';
import { compareWithRow } from '../plan/same-document.js';
import type { Receipt } from '../receipt.js';
import type { ReceiptStore } from '../receipt-store.js';
import { currentReceipts } from './claims-of-page.js';
import { listedCopies } from './listed-copies.js';
import { ownFileWriter } from './own-file-writer.js';
import type { OwnShare } from './own-share.js';
import { rowOfLine } from './row-of-line.js';
import type { RunContext } from './run.js';
import { sourceContent } from './source-content.js';
import { workThrough } from './work-through.js';

interface Found {
  readonly line: ListedCopy;
  readonly documentId: DocumentId;
}

/** Receipts written at once. */
const batchSize = 500;

/** A list on the share that is this store's, or was. */
export interface OwnList {
  readonly storeId: string;
  /** A month, or `unknown`. */
  readonly list: string;
}

/**
 * Writes a receipt for every line of these lists whose document there is. They say whose a copy is supposed to be; whether
 * it is, is found out afterwards. A document that the database does not know, or whose id has a row of another document by
 * now, gets none: its copy must not pass for that of a deleted one, nor be replaced. Its line is kept in a list of its own,
 * for a database that knows it. Resolves to how many these are.
 */
export async function importLists(
  context: RunContext,
  receipts: ReceiptStore,
  share: OwnShare,
  lists: readonly OwnList[],
  signal: AbortSignal,
): Promise<number> {
  const { mirror, concurrency } = context;
  const { mirrorId, storeId } = share;
  const keep = ownFileWriter(mirror, mirrorId, documentList(storeId, unknownMonth));
  let unknown = 0;
  for (const { storeId: listedFor, list } of lists) {
    for await (const piece of listedCopies(mirror, mirrorId, listedFor, list)) {
      for (let start = 0; start < piece.length && !signal.aborted; start += batchSize) {
        const found: Found[] = [];
        const strange: ListedCopy[] = [];
        await workThrough(piece.slice(start, start + batchSize), concurrency, signal, async (line) => {
          const row = await rowOfLine(context.store, line);
          const isItsOwn = row !== undefined && (await isOfRow(context, share, line, row, signal));
          if (isItsOwn) found.push({ line, documentId: row.id });
          else strange.push(line);
        });
        await writeNewest(receipts, mirrorId, found);
        if (strange.length > 0) await keep(strange.map((line) => lineOf(line, storeId)).join(''), false);
        unknown += strange.length;
      }
    }
  }
  // Those of the time before stand in it again, or their documents are known by now.
  const isKept = unknown > 0 || lists.some(({ list }) => list === unknownMonth);
  if (isKept && !signal.aborted) await keep('', true);
  return unknown;
}

async function isOfRow(
  context: RunContext,
  share: OwnShare,
  line: ListedCopy,
  row: Document,
  signal: AbortSignal,
): Promise<boolean> {
  const words = compareWithRow(line, row, context.layout);
  if (words === 'same') return true;
  const content = await sourceContent(context, share, row, signal);
  return content === 'gone' ? words === 'alike' : content === line.copy.checksum;
}

function lineOf({ document, ...line }: ListedCopy, storeId: string): string {
  return documentLine({ ...line, documentId: document }, storeId);
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

function receiptOf(
  { type, copy, version, row, syncedAt }: ListedCopy,
  documentId: DocumentId,
  mirrorId: string,
): Receipt {
  return {
    ...{ mirrorId, documentId, role: 'current', copy, type, version, row, syncedAt, verifiedAt: null },
    ...{ attempts: 0, nextAttemptAt: null, lastError: null },
  };
}
