import type { Receipt } from '../receipt.js';
import type { ReceiptQuery } from '../receipt-store.js';
import { claimOf, monthOf } from './claim.js';

/** What a query of receipts lets through, but for its limit. */
export function receiptFilter(query: ReceiptQuery): (claim: string, receipt: Receipt) => boolean {
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
