import { type DocumentId, monthOf, type Receipt, readReceipt, type StoredReceipt } from '@docmirror/core';
import type { Row } from './client';
import type { ReceiptModel, ReceiptValues } from './receipt-model';

/** Claims of months begin so, and no others. */
const monthClaims = 'month:';

/** Receipts, current and leaving; the table's other rows are months, the expected share and the turn. */
export const receiptClaims = { not: { startsWith: monthClaims } } as const;

export const monthClaim = (month: string) => `${monthClaims}${month}`;

export function receiptOf(model: ReceiptModel, row: Row): StoredReceipt {
  const of = model.read(row);
  return readReceipt({ ...of, key: of.fileKey, documentId: model.documents.ids.fromReceipt(of.documentId) });
}

/** @param claim to keep it under. */
export function valuesOf(claim: string, receipt: Receipt): ReceiptValues {
  const { copy, mirrorId, role, type, version, attempts, lastError } = receipt;
  return {
    ...{ mirrorId, claim, role, documentId: idText(receipt.documentId), type, version },
    rowWords: receipt.row && JSON.stringify(receipt.row),
    fileKey: copy?.key ?? null,
    size: copy === null ? null : BigInt(copy.size),
    checksum: copy?.checksum ?? null,
    month: copy === null ? null : monthOf(copy.key),
    syncedAt: timeText(receipt.syncedAt),
    verifiedAt: timeText(receipt.verifiedAt),
    nextAttemptAt: timeText(receipt.nextAttemptAt),
    ...{ attempts, lastError },
  };
}

/** What tells a row of the table that is no receipt. */
interface OtherRow {
  readonly where: ReceiptValues;
  readonly values: ReceiptValues;
}

/** Says that the lists of this month are behind. */
export function monthRow(mirrorId: string, month: string): OtherRow {
  const where = { mirrorId, claim: monthClaim(month) };
  return { where, values: { ...where, role: 'month', month, attempts: 0 } };
}

/** Says which share is ours; no share has an empty id. */
export const expectedRow = otherRow('expected', 'mirror');

/** Says who the store is, on every share. */
export const storeRow = otherRow('store', 'store');

/** Whoever writes receipts changes this one first, and so waits for the others; see `changing`. */
export const turnRow = otherRow('turn', 'turn');

function otherRow(claim: string, role: string): OtherRow {
  const where = { mirrorId: '', claim };
  return { where, values: { ...where, role, attempts: 0 } };
}

export function idText(id: DocumentId): string {
  return String(id);
}

/** ISO 8601, UTC, milliseconds: reads the same and sorts the same on every database. */
export function timeText(time: Date | null): string | null {
  return time === null ? null : time.toISOString();
}
