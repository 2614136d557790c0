import { createHash } from 'node:crypto';
import type { DocumentId } from '../document.js';

/**
 * Short text that tells a document from any other, safe in a name: up to 20 digits as they are (every 64-bit key),
 * anything else `h` and ten hex digits of its SHA-256. The number 42 and the text '42' give the same tag: no store has both.
 */
export function idTag(id: DocumentId): string {
  const text = String(id);
  if (/^[0-9]{1,20}$/.test(text)) return text;
  return `h${createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 10)}`;
}
