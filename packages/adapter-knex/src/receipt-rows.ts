import { type DocumentId, monthOf, type Receipt, readReceipt, type StoredReceipt } from '@docmirror/core';
import type { Knex } from 'knex';
import { readReceiptId } from './read-id';
import type { Table } from './table';

/** The receipts' table beside the documents': what every query of receipts needs. */
export interface ReceiptTable {
  readonly name: string;
  readonly documents: Table;
}

/** At most so many values in one list of a statement, and so many documents in one transaction. */
export const chunkSize = 500;
/** Rows of one insert: SQLite joins them by `union all`, 500 at most. */
export const insertSize = 200;

/** Single words, as in results of documents: a host's Knex may rename others on their way back. */
const selected = {
  share: 'mirror_id',
  claim: 'claim',
  role: 'role',
  document: 'document_id',
  kind: 'type',
  version: 'version',
  name: 'file_key',
  size: 'size',
  checksum: 'checksum',
  synced: 'synced_at',
  verified: 'verified_at',
  next: 'next_attempt_at',
  attempts: 'attempts',
  error: 'last_error',
} as const;

export type ReceiptRow = Readonly<Record<keyof typeof selected, string | number | null>>;

/**
 * Receipts, current and leaving; the table's other rows are months and the expected share. Not by their role, for which
 * there is an index: without statistics a database would prefer it to those on claim and document.
 */
export function receiptQuery({ name, documents }: ReceiptTable, mirrorId: string): Knex.QueryBuilder {
  return documents.knex(name).where('mirror_id', mirrorId).whereNot('claim', 'like', dirtyClaim('%'));
}

export function selectReceipts(query: Knex.QueryBuilder): Knex.QueryBuilder {
  return query.select(selected);
}

export function toReceipt({ documents }: ReceiptTable, row: ReceiptRow): StoredReceipt {
  const { claim, role, size, checksum, version, attempts } = row;
  return readReceipt({
    ...{ mirrorId: row.share, claim, documentId: readReceiptId(documents, row.document), role, key: row.name },
    ...{ size, checksum, type: row.kind, version, attempts, lastError: row.error },
    ...{ syncedAt: row.synced, verifiedAt: row.verified, nextAttemptAt: row.next },
  });
}

export type WrittenRow = Readonly<Record<string, string | number | null>>;

/** @param claim to keep it under. */
export function toRow(claim: string, receipt: Receipt): WrittenRow {
  const { copy } = receipt;
  return {
    mirror_id: receipt.mirrorId,
    claim,
    role: receipt.role,
    document_id: idText(receipt.documentId),
    type: receipt.type,
    version: receipt.version,
    file_key: copy?.key ?? null,
    size: copy?.size ?? null,
    checksum: copy?.checksum ?? null,
    month: copy === null ? null : monthOf(copy.key),
    synced_at: timeText(receipt.syncedAt),
    ...learnedOf(receipt),
    token: null,
  };
}

const empty = {
  ...{ document_id: null, type: null, version: null, file_key: null, size: null, checksum: null, month: null },
  ...{ synced_at: null, verified_at: null, next_attempt_at: null, attempts: 0, last_error: null },
};

/** Says that the lists of this month are behind. */
export function dirtyRow(mirrorId: string, month: string, token: string) {
  return { ...empty, mirror_id: mirrorId, claim: dirtyClaim(month), role: 'month', month, token };
}

export function dirtyClaim(month: string): string {
  return `month:${month}`;
}

/** Says which share is ours; no share has an empty id. */
export function expectedRow(mirrorId: string) {
  return { ...empty, mirror_id: '', claim: 'expected', role: 'mirror', token: mirrorId };
}

/** What `note` writes. */
export function learnedOf(receipt: Receipt) {
  return {
    verified_at: timeText(receipt.verifiedAt),
    next_attempt_at: timeText(receipt.nextAttemptAt),
    attempts: receipt.attempts,
    last_error: receipt.lastError,
  };
}

export function idText(id: DocumentId): string {
  return String(id);
}

/** ISO 8601, UTC, milliseconds: reads the same and sorts the same on every database. */
export function timeText(time: Date | null): string | null {
  return time === null ? null : time.toISOString();
}
