import { claimOf, monthOf } from '../plan/claim.js';
import type { Receipt, StoredReceipt } from '../receipt.js';
import type { ReceiptQuery } from '../receipt-store.js';

export function filterOf(query: ReceiptQuery): (claim: string, receipt: Receipt) => boolean {
  const { role, month, type, failing, withCopy, verifiedBefore, after } = query;
  const documentIds = query.documentIds && new Set(query.documentIds);
  const claims = query.keys && new Set(query.keys.map(claimOf));
  return (claim, receipt) =>
    (role === undefined || receipt.role === role) &&
    (documentIds === undefined || documentIds.has(receipt.documentId)) &&
    (claims === undefined || claims.has(claim)) &&
    (month === undefined || (receipt.copy !== null && monthOf(receipt.copy.key) === month)) &&
    (type === undefined || receipt.type === type) &&
    (failing === undefined || (receipt.role === 'current' && receipt.attempts > 0)) &&
    (withCopy === undefined || receipt.copy !== null) &&
    (verifiedBefore === undefined ||
      (receipt.copy !== null && (receipt.verifiedAt === null || receipt.verifiedAt < verifiedBefore))) &&
    (after === undefined || claim > after);
}

export const byClaim = ([a]: [string, StoredReceipt], [b]: [string, StoredReceipt]) => (a < b ? -1 : 1);
