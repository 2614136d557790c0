import { SyncError } from '../errors/sync-error.js';
import type { ReceiptStore } from '../receipt-store.js';
import type { DocumentStore } from '../store.js';

/** Receipts, or the sentence that says how to have them. */
export function needReceipts({ receipts }: DocumentStore): ReceiptStore {
  if (receipts === undefined) throw new SyncError('RECEIPTS_NEEDED');
  return receipts;
}
