import { type DocumentId, type Receipt, receiptLedger } from '@docmirror/core';
import { apply, concerned, eachChunk, lockDocuments, withClaims } from './receipt-changes';
import { learnedOf, type ReceiptTable, receiptQuery } from './receipt-rows';
import type { Run } from './transaction';

/** See `ReceiptStore.note`. */
export async function noteReceipts(receipts: ReceiptTable, given: readonly Receipt[]): Promise<void> {
  await eachChunk(receipts, given, async (run, mirrorId, chunk) => {
    const ledger = receiptLedger(await existing(receipts, run, mirrorId, chunk));
    for (const receipt of chunk) ledger.note(receipt);
    const { replaced, written, months } = ledger.changes();
    await updateLearned(receipts, run, mirrorId, written, replaced);
    const known = new Set(replaced);
    const inserted = new Map([...written].filter(([claim]) => !known.has(claim)));
    await apply(receipts, run, mirrorId, { replaced: [], written: inserted, months });
  });
}

/** Locked: receipts with a copy themselves; those without, for which there may be none yet, by their document's row. */
async function existing(receipts: ReceiptTable, run: Run, mirrorId: string, chunk: readonly Receipt[]) {
  const failures = chunk.filter(({ copy }) => copy === null);
  await lockDocuments(receipts, run, idsOf(failures));
  const copies = chunk.filter(({ copy }) => copy !== null);
  return [
    ...(await withClaims(receipts, run, mirrorId, copies)),
    ...(await concerned(receipts, run, mirrorId, failures)),
  ];
}

/** In place; one statement for all of which the same was learned. */
async function updateLearned(
  receipts: ReceiptTable,
  run: Run,
  mirrorId: string,
  written: ReadonlyMap<string, Receipt>,
  claims: readonly string[],
): Promise<void> {
  const updates = new Map<string, { learned: ReturnType<typeof learnedOf>; claims: string[] }>();
  for (const claim of claims) {
    const receipt = written.get(claim);
    if (receipt === undefined) continue;
    const learned = learnedOf(receipt);
    const update = updates.get(JSON.stringify(learned)) ?? { learned, claims: [] };
    update.claims.push(claim);
    updates.set(JSON.stringify(learned), update);
  }
  for (const update of updates.values()) {
    await run(receiptQuery(receipts, mirrorId).whereIn('claim', update.claims).update(update.learned));
  }
}

function idsOf(receipts: readonly Receipt[]): DocumentId[] {
  return receipts.map(({ documentId }) => documentId);
}
