import type { Document } from '../document.js';
import type { RowWords } from '../receipt.js';

/** What a row says of its document, as receipts and lists have it. */
export function rowWords({ date, fileName, source }: Document): RowWords {
  return { date: date instanceof Date ? dateText(date) : date, name: fileName || null, source };
}

function dateText(date: Date): string | null {
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
