import type { DocumentId } from '../document.js';
import type { RowWords, StoredReceipt } from '../receipt.js';

/** The columns of a receipt as a database gave them back. */
export type ReceiptColumns = Readonly<
  Record<
    | 'mirrorId'
    | 'claim'
    | 'role'
    | 'key'
    | 'size'
    | 'checksum'
    | 'type'
    | 'version'
    | 'rowWords'
    | 'lastError'
    | 'attempts'
    | ReceiptTime,
    unknown
  >
> & { readonly documentId: DocumentId };

type ReceiptTime = 'syncedAt' | 'verifiedAt' | 'nextAttemptAt';

/**
 * A receipt as it stands in a table, for stores. The table may have been put right by hand: a value that is none does not
 * stop the page it is on. It reads as unknown (a time, a count), or as one that no file can have (a size, a checksum), so
 * that a verification finds the copy changed and brings it anew.
 */
export function readReceipt(row: ReceiptColumns): StoredReceipt {
  return {
    mirrorId: String(row.mirrorId),
    claim: String(row.claim),
    documentId: row.documentId,
    role: row.role === 'leaving' ? 'leaving' : 'current',
    copy: row.key === null ? null : { key: String(row.key), ...contentOf(row) },
    type: row.type === null ? '' : String(row.type),
    version: textOf(row.version),
    row: wordsOf(row.rowWords),
    syncedAt: timeOf(row.syncedAt),
    verifiedAt: timeOf(row.verifiedAt),
    // Whoever asks for those that failed gets only rows where the database found more than 0.
    attempts: wholeNumber(row.attempts) ?? 1,
    nextAttemptAt: timeOf(row.nextAttemptAt),
    lastError: textOf(row.lastError),
  };
}

function contentOf({ size, checksum }: ReceiptColumns): { size: number; checksum: string } {
  const bytes = wholeNumber(size);
  const digits = String(checksum).toLowerCase();
  // An empty checksum is that of no file.
  return bytes === undefined || !/^[\da-f]{64}$/.test(digits)
    ? { size: bytes ?? 0, checksum: '' }
    : { size: bytes, checksum: digits };
}

/** Texts by name; anything else is unknown. */
function wordsOf(value: unknown): RowWords | null {
  if (value === null) return null;
  try {
    const words: unknown = JSON.parse(String(value));
    if (typeof words !== 'object' || words === null) return null;
    const { date, name, source } = words as Record<keyof RowWords, unknown>;
    return { date: wordOf(date), name: wordOf(name), source: wordOf(source) };
  } catch {
    return null;
  }
}

function wordOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function wholeNumber(value: unknown): number | undefined {
  const number = value === null || value === '' ? Number.NaN : Number(value);
  return Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

function textOf(value: unknown): string | null {
  return value === null ? null : String(value);
}

function timeOf(text: unknown): Date | null {
  const time = text === null ? Number.NaN : new Date(String(text)).getTime();
  return Number.isNaN(time) ? null : new Date(time);
}
