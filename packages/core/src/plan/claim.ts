import { createHash } from 'node:crypto';
import type { DocumentId } from '../document.js';
import type { Receipt, StoredReceipt } from '../receipt.js';
import { foldName } from './fold-name.js';
import { undatedFolder } from './folders.js';

/** What is unique on a share for every copy: 64 hex digits that are the same for keys a common share could take for one. */
export function claimOf(key: string): string {
  return createHash('sha256').update(foldName(key), 'utf8').digest('hex');
}

/** What stands in its place for a document without a copy. */
export function claimOfDocument(id: DocumentId): string {
  return `document:${createHash('sha256').update(String(id), 'utf8').digest('hex')}`;
}

/** What a receipt is unique by on its share, as it is written. */
export function claimOfReceipt({ copy, documentId }: Pick<Receipt, 'copy' | 'documentId'>): string {
  return copy === null ? claimOfDocument(documentId) : claimOf(copy.key);
}

/** What a store keeps this receipt under: the claim it was read with, else that of its copy or document. */
export function storedClaimOf(receipt: Pick<Receipt, 'copy' | 'documentId'> & Partial<StoredReceipt>): string {
  return receipt.claim ?? claimOfReceipt(receipt);
}

/** The month that a copy is filed under: `2024-01`, or `undated`. */
export function monthOf(key: string): string {
  const [year = '', month = ''] = key.split('/');
  return year === undatedFolder ? undatedFolder : `${year}-${month}`;
}

/** Every claim that concerns these receipts: what they are kept under, and what they would be written under. */
export function claimsAbout(
  receipts: readonly (Pick<Receipt, 'copy' | 'documentId'> & Partial<StoredReceipt>)[],
): string[] {
  return [...new Set(receipts.flatMap((receipt) => [claimOfReceipt(receipt), storedClaimOf(receipt)]))];
}
