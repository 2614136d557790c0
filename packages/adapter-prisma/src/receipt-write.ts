import { type Receipt, type ReceiptLedger, receiptLedger } from '@docmirror/core';
import { apply, changing, concerned, eachChunk } from './receipt-changes';
import type { ReceiptModel } from './receipt-model';
import { receiptClaims } from './receipt-rows';

/** `note`, `write` and `remove` of `ReceiptStore`: what the ledger decides of each receipt. */
export function changeReceipts(
  model: ReceiptModel,
  given: readonly Receipt[],
  decide: (ledger: ReceiptLedger, receipt: Receipt) => void,
): Promise<void> {
  return eachChunk(model, given, async (inside, mirrorId, chunk) => {
    const ledger = receiptLedger(await concerned(model, inside, mirrorId, chunk));
    for (const receipt of chunk) decide(ledger, receipt);
    await apply(model, inside, mirrorId, ledger.changes());
  });
}

export async function removeAllReceipts(model: ReceiptModel, mirrorId: string): Promise<void> {
  const where = model.named({ mirrorId, claim: receiptClaims });
  await changing(model, ({ receipts }) => receipts.deleteMany({ where }));
}
