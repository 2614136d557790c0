interface Column {
  readonly column: string;
  readonly type: 'String' | 'Int' | 'BigInt';
  /** Characters; where absent, a text of any length. */
  readonly length?: number;
  readonly required?: true;
}

const length = (characters: number) => ({ type: 'String', length: characters }) as const;
const text = { type: 'String' } as const;

/** The receipts' table, by the names of its fields. The same that the Knex adapter's migration makes. */
export const receiptColumns = {
  mirrorId: { column: 'mirror_id', ...length(191), required: true },
  claim: { column: 'claim', ...length(80), required: true },
  role: { column: 'role', ...length(10), required: true },
  documentId: { column: 'document_id', ...length(500) },
  type: { column: 'type', ...text },
  version: { column: 'version', ...text },
  rowWords: { column: 'row_words', ...text },
  fileKey: { column: 'file_key', ...text },
  size: { column: 'size', type: 'BigInt' },
  checksum: { column: 'checksum', ...length(64) },
  month: { column: 'month', ...length(20) },
  syncedAt: { column: 'synced_at', ...length(30) },
  verifiedAt: { column: 'verified_at', ...length(30) },
  nextAttemptAt: { column: 'next_attempt_at', ...length(30) },
  attempts: { column: 'attempts', type: 'Int', required: true },
  lastError: { column: 'last_error', ...length(64) },
  token: { column: 'token', ...length(191) },
} as const satisfies Record<string, Column>;

export type ReceiptField = keyof typeof receiptColumns;

export const receiptFieldNames = Object.keys(receiptColumns) as ReceiptField[];

export const columnOf = (field: ReceiptField): Column => receiptColumns[field];

/** By the last part of their names. */
export const receiptIndexes: Readonly<Record<string, readonly ReceiptField[]>> = {
  document: ['mirrorId', 'documentId'],
  role: ['mirrorId', 'role', 'claim'],
  month: ['mirrorId', 'month', 'claim'],
  failing: ['mirrorId', 'attempts'],
};
