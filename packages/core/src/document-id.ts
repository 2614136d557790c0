import type { DocumentId } from './document.js';

/**
 * What the ids of a table are:
 * - `integer`: whole numbers from -(2^53 - 1) to 2^53 - 1; a JavaScript number.
 * - `bigint`: whole numbers from -2^63 to 2^63 - 1; a JavaScript bigint.
 * - `uuid`: the usual form with hyphens, in lower case; a string.
 * - `text`: any other text (nanoid, cuid, ULID, a number with a prefix); a string.
 */
export const idTypes = ['integer', 'bigint', 'uuid', 'text'] as const;
export type IdType = (typeof idTypes)[number];

/** Longest text id, in UTF-16 units. */
export const longestId = 1_000;
/** With receipts: they keep it in a column that every database can index. */
export const longestIdWithReceipts = 500;

const beyondBigint = 2n ** 63n;
const wholeNumber = /^(0|-?[1-9]\d{0,18})$/;
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Reads an id as it stands in a URL. Undefined when it cannot be an id of that type; never throws. */
export function parseDocumentId(idType: IdType, text: string, longest = longestId): DocumentId | undefined {
  switch (idType) {
    case 'integer':
      return wholeNumber.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined;
    case 'bigint':
      return wholeNumber.test(text) ? within64Bits(BigInt(text)) : undefined;
    case 'uuid':
      return uuid.test(text) ? text.toLowerCase() : undefined;
    case 'text':
      // Some databases refuse to look for a NUL or half a surrogate pair; U+FFFD stands for bytes that are no text.
      return text !== '' && text.length <= longest && !/[\0\uFFFD\p{Cs}]/u.test(text) ? text : undefined;
  }
}

function within64Bits(id: bigint): bigint | undefined {
  return id >= -beyondBigint && id < beyondBigint ? id : undefined;
}
