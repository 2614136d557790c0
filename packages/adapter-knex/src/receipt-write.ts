import { type Receipt, receiptLedger } from '@docmirror/core';
import { apply, changing, concerned, eachChunk, lockDocuments, withClaims } from './receipt-changes';
import { type ReceiptTable, receiptQuery } from './receipt-rows';

/** See `ReceiptStore.write`. */
export function writeReceipts(receipts: ReceiptTable, given: readonly Receipt[]): Promise<void> {
  return eachChunk(receipts, given, async (run, mirrorId, chunk) => {
    await lockDocuments(
      receipts,
      run,
      chunk.map(({ documentId }) => documentId),
    );
    const ledger = receiptLedger(await concerned(receipts, run, mirrorId, chunk));
    for (const receipt of chunk) ledger.write(receipt);
    await apply(receipts, run, mirrorId, ledger.changes());
  });
}

export function removeReceipts(receipts: ReceiptTable, given: readonly Receipt[]): Promise<void> {
  return eachChunk(receipts, given, async (run, mirrorId, chunk) => {
    const ledger = receiptLedger(await withClaims(receipts, run, mirrorId, chunk));
    for (const receipt of chunk) ledger.remove(receipt);
    await apply(receipts, run, mirrorId, ledger.changes());
  });
}

export async function removeAllReceipts(receipts: ReceiptTable, mirrorId: string): Promise<void> {
  await changing(receipts, (run) => run(receiptQuery(receipts, mirrorId).delete()));
}
