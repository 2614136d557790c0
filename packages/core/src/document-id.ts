import type { DocumentId } from './document.js';

/**
 * What the ids of a table are:
 * - `integer`: whole numbers up to 2^53 - 1; a JavaScript number.
 * - `bigint`: whole numbers up to 2^63 - 1; a JavaScript bigint.
 * - `uuid`: the usual form with hyphens, read in lower case; a string.
 * - `text`: any other text (nanoid, cuid, ULID, a number with a prefix); a string.
 */
export const idTypes = ['integer', 'bigint', 'uuid', 'text'] as const;
export type IdType = (typeof idTypes)[number];

const highestBigint = 2n ** 63n - 1n;
const wholeNumber = /^(0|[1-9]\d{0,18})$/;
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Reads an id as it stands in a URL. Undefined when it cannot be an id of that type; never throws. */
export function parseDocumentId(idType: IdType, text: string): DocumentId | undefined {
  switch (idType) {
    case 'integer':
      return wholeNumber.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined;
    case 'bigint':
      return wholeNumber.test(text) && BigInt(text) <= highestBigint ? BigInt(text) : undefined;
    case 'uuid':
      return uuid.test(text) ? text.toLowerCase() : undefined;
    case 'text':
      // A NUL, half a surrogate pair or a kilobyte is no id of a table, and some databases refuse to look.
      return text !== '' && text.length <= 1000 && !/[\0\p{Cs}]/u.test(text) ? text : undefined;
  }
}
