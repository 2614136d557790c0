import { claimOf, pageGuard, type ReceiptQuery, receiptFilter, type StoredReceipt } from '@docmirror/core';
import { chunks } from './chunks';
import type { Where } from './client';
import type { ReceiptModel } from './receipt-model';
import { idText, receiptClaims, receiptOf, timeText } from './receipt-rows';

/**
 * Texts are compared here again: the collation of a MySQL database takes `A` for `a`, and lets through more than was
 * asked for.
 */
export async function receiptPage(model: ReceiptModel, query: ReceiptQuery): Promise<StoredReceipt[]> {
  const { keys, documentIds, mirrorId, limit } = query;
  // What comes after what, only the database can say.
  const filter = receiptFilter({ ...query, keys: undefined, after: undefined });
  const isMeant = (receipt: StoredReceipt) => filter(receipt.claim, receipt);
  const found: StoredReceipt[] = [];
  if (keys === undefined && documentIds === undefined) {
    const guard = pageGuard(query.after);
    for (let { after } = query; ; ) {
      const page = await read(model, { ...query, after }, [], limit);
      found.push(...page.filter(isMeant));
      const last = page.at(-1);
      if (last === undefined || page.length < limit || found.length >= limit) return found.slice(0, limit);
      after = last.claim;
      guard.advance(after);
    }
  }
  // Keys first: a key has one receipt, a document may have several. All else is compared here: were it in the query, a database
  // without statistics might go by the index of that, through every receipt.
  const field = keys === undefined ? 'documentId' : 'claim';
  const values = new Set(keys === undefined ? documentIds?.map(idText) : keys.map(claimOf));
  for (const chunk of chunks([...values])) {
    const some = await read(model, { mirrorId, after: query.after, limit }, [model.named({ [field]: { in: chunk } })]);
    found.push(...some.filter(isMeant));
  }
  return inOrder(found).slice(0, limit);
}

export async function countReceipts({ delegate, named }: ReceiptModel, mirrorId: string) {
  const current = { mirrorId, claim: receiptClaims, role: 'current' };
  return {
    copies: await delegate.count({ where: named({ ...current, fileKey: { not: null } }) }),
    failing: await delegate.count({ where: named({ ...current, attempts: { gt: 0 } }) }),
  };
}

async function read(model: ReceiptModel, query: ReceiptQuery, more: Where[], limit?: number): Promise<StoredReceipt[]> {
  const rows = await model.delegate.findMany({
    where: { AND: [...conditions(model, query), ...more] },
    select: model.select,
    orderBy: model.named({ claim: 'asc' }),
    ...(limit !== undefined && { take: limit }),
  });
  return rows.map((row) => receiptOf(model, row));
}

function conditions({ named }: ReceiptModel, query: ReceiptQuery): Where[] {
  const { mirrorId, role, month, type, failing, withCopy, verifiedBefore, after } = query;
  return [
    named({ mirrorId, claim: after === undefined ? receiptClaims : { ...receiptClaims, gt: after } }),
    ...(role === undefined ? [] : [named({ role })]),
    ...(month === undefined ? [] : [named({ month })]),
    ...(type === undefined ? [] : [named({ type })]),
    ...(failing ? [named({ role: 'current', attempts: { gt: 0 } })] : []),
    ...(withCopy || verifiedBefore ? [named({ fileKey: { not: null } })] : []),
    ...(verifiedBefore === undefined
      ? []
      : [{ OR: [named({ verifiedAt: null }), named({ verifiedAt: { lt: timeText(verifiedBefore) } })] }]),
  ];
}

function inOrder(receipts: readonly StoredReceipt[]): StoredReceipt[] {
  const claims = new Map(receipts.map((receipt) => [receipt.claim, receipt]));
  return [...claims].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, receipt]) => receipt);
}
