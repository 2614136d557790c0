import type { ReceiptStore } from '@docmirror/core';
import type { Delegate } from './client';
import { changing, put } from './receipt-changes';
import { changedPage, countUnreceipted, deletedPage, unreceiptedPage } from './receipt-documents';
import { markWithReceipts } from './receipt-mark';
import type { ReceiptModel } from './receipt-model';
import { countReceipts, receiptPage } from './receipt-page';
import { expectedRow, monthRow, storeRow } from './receipt-rows';
import { changeReceipts, removeAllReceipts } from './receipt-write';

/** Puts failures of the work into words. */
type Explained = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** Receipts in a model beside the documents' (see `receiptSchemaFragment`). */
export function receiptStore(model: ReceiptModel, explained: Explained): ReceiptStore {
  const { delegate, named, select } = model;
  return {
    expectedMirror: () =>
      explained(async () => {
        const row = await delegate.findFirst({ where: named(expectedRow.where), select });
        return row === null ? undefined : String(model.read(row).token);
      }),
    expectMirror: (mirrorId) =>
      explained(() => changing(model, (inside) => put(model, inside, [expectedRow], { token: mirrorId }))),
    storeId: () => explained(() => keptStoreId(model)),
    keepStoreId: (id, instead) =>
      explained(() =>
        // In turn: nobody keeps one between the reading and the writing.
        changing(model, async (inside) => {
          const kept = await keptStoreId(model, inside.receipts);
          if (kept !== undefined && kept !== instead) return kept;
          await put(model, inside, [storeRow], { token: id });
          return id;
        }),
      ),
    page: (query) => explained(() => receiptPage(model, query)),
    counts: (mirrorId) => explained(() => countReceipts(model, mirrorId)),
    mark: (mirrorId, brought) => explained(() => markWithReceipts(model, mirrorId, brought)),
    note: (given) => explained(() => changeReceipts(model, given, (ledger, receipt) => ledger.note(receipt))),
    write: (given) => explained(() => changeReceipts(model, given, (ledger, receipt) => ledger.write(receipt))),
    remove: (given) => explained(() => changeReceipts(model, given, (ledger, receipt) => ledger.remove(receipt))),
    removeAll: (mirrorId) => explained(() => removeAllReceipts(model, mirrorId)),
    changedPage: (query) => explained(() => changedPage(model, query)),
    unreceiptedPage: (query) => explained(() => unreceiptedPage(model, query)),
    countUnreceipted: (mirrorId) => explained(() => countUnreceipted(model, mirrorId)),
    deletedPage: (query) => explained(() => deletedPage(model, query)),
    dirtyMonths: (mirrorId) =>
      explained(async () => {
        const where = named({ mirrorId, role: 'month' });
        const rows = await delegate.findMany({ where, select, orderBy: named({ claim: 'asc' }) });
        return rows.map(model.read).map(({ month, token }) => ({ month: String(month), token: String(token) }));
      }),
    cleanMonth: (mirrorId, { month, token }) =>
      explained(async () => {
        const where = named({ ...monthRow(mirrorId, month).where, token });
        await changing(model, ({ receipts }) => receipts.deleteMany({ where }));
      }),
  };
}

async function keptStoreId(
  { delegate, named, select, read }: ReceiptModel,
  within: Delegate = delegate,
): Promise<string | undefined> {
  const row = await within.findFirst({ where: named(storeRow.where), select });
  return row === null ? undefined : String(read(row).token);
}
