import type { ReceiptStore } from '@docmirror/core';
import { changedPage, countUnreceipted, unreceiptedPage } from './read-changed';
import { changing } from './receipt-changes';
import { markWithReceipts } from './receipt-mark';
import { noteReceipts } from './receipt-note';
import { countReceipts, deletedPage, receiptPage } from './receipt-page';
import { dirtyClaim, expectedRow, type ReceiptTable, storeRow } from './receipt-rows';
import { removeAllReceipts, removeReceipts, writeReceipts } from './receipt-write';
import { retried } from './retry';

/** Calls the work with the table, once that is described, and puts failures into words. */
export type WithReceipts = <Result>(work: (receipts: ReceiptTable) => Promise<Result>) => Promise<Result>;

/** Receipts in a table beside the documents', made by `createReceiptTable`. */
export function receiptStore(withReceipts: WithReceipts): ReceiptStore {
  const read: WithReceipts = (work) => withReceipts((receipts) => retried(() => work(receipts)));
  return {
    expectedMirror: () =>
      read(async ({ name, documents }) => {
        const { mirror_id, claim } = expectedRow('');
        const rows: { token: unknown }[] = await documents.knex(name).where({ mirror_id, claim }).select('token');
        return rows[0] && String(rows[0].token);
      }),
    expectMirror: (mirrorId) =>
      withReceipts(async (receipts) => {
        const row = receipts.documents.knex(receipts.name).insert(expectedRow(mirrorId));
        await changing(receipts, (run) => run(row.onConflict(['mirror_id', 'claim']).merge(['token'])));
      }),
    storeId: () => read(keptStoreId),
    keepStoreId: (id, instead) =>
      withReceipts(async (receipts) => {
        const { knex } = receipts.documents;
        await changing(receipts, async (run) => {
          await run(knex(receipts.name).insert(storeRow(id)).onConflict(['mirror_id', 'claim']).ignore());
          if (instead === undefined) return;
          const { mirror_id, claim } = storeRow('');
          await run(knex(receipts.name).where({ mirror_id, claim, token: instead }).update({ token: id }));
        });
        return (await retried(() => keptStoreId(receipts))) ?? id;
      }),
    page: (query) => read((receipts) => receiptPage(receipts, query)),
    counts: (mirrorId) => read((receipts) => countReceipts(receipts, mirrorId)),
    mark: (mirrorId, brought) => withReceipts((receipts) => markWithReceipts(receipts, mirrorId, brought)),
    note: (given) => withReceipts((receipts) => noteReceipts(receipts, given)),
    write: (given) => withReceipts((receipts) => writeReceipts(receipts, given)),
    remove: (given) => withReceipts((receipts) => removeReceipts(receipts, given)),
    removeAll: (mirrorId) => withReceipts((receipts) => removeAllReceipts(receipts, mirrorId)),
    changedPage: (query) => read((receipts) => changedPage(receipts, query)),
    unreceiptedPage: (query) => read((receipts) => unreceiptedPage(receipts, query)),
    countUnreceipted: (mirrorId) => read((receipts) => countUnreceipted(receipts, mirrorId)),
    deletedPage: (query) => read((receipts) => deletedPage(receipts, query)),
    dirtyMonths: (mirrorId) =>
      read(async ({ name, documents }) => {
        const dirty = documents.knex(name).where({ mirror_id: mirrorId, role: 'month' });
        const rows: { month: unknown; token: unknown }[] = await dirty.orderBy('claim').select('month', 'token');
        return rows.map(({ month, token }) => ({ month: String(month), token: String(token) }));
      }),
    cleanMonth: (mirrorId, { month, token }) =>
      withReceipts(async (receipts) => {
        const row = { mirror_id: mirrorId, claim: dirtyClaim(month), token };
        await changing(receipts, (run) => run(receipts.documents.knex(receipts.name).where(row).delete()));
      }),
  };
}

async function keptStoreId({ name, documents }: ReceiptTable): Promise<string | undefined> {
  const { mirror_id, claim } = storeRow('');
  const rows: { token: unknown }[] = await documents.knex(name).where({ mirror_id, claim }).select('token');
  return rows[0] && String(rows[0].token);
}
