import type { Document } from '../document.js';

/** What decides which file a document is and where its copy belongs. */
const whatMatters = ['type', 'date', 'source', 'fileName'] as const;

/** Whether two readings of a row mean the same document in the same place. The version may be another: a mark may change it. */
export function isSameDocument(one: Document, other: Document): boolean {
  return whatMatters.every((value) => comparable(one[value]) === comparable(other[value]));
}

/** Whether two readings of a row agree in every mapped value. */
export function isSameRow(one: Document, other: Document): boolean {
  return isSameDocument(one, other) && comparable(one.version) === comparable(other.version);
}

/** Null and absent are one; two Dates are equal by their time. */
function comparable(value: Document['version']) {
  return value instanceof Date ? `at ${value.getTime()}` : (value ?? null);
}
