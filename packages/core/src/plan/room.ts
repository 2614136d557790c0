const mebibyte = 1024 * 1024;

/** So many documents of ordinary size in a row without room: then there is none for the others either. */
const maxOrdinary = 5;
/** The same for large ones, behind which there may be many small ones. */
const maxLarge = 50;

/**
 * Whether a share counts as full by the documents that found no room on it, none having been brought since.
 * @param sizes of these documents.
 * @param average size of the documents that were brought before; 0 where none were.
 */
export function isFull(sizes: readonly number[], average: number): boolean {
  const ordinary = sizes.filter((size) => size <= Math.max(mebibyte, 2 * average));
  return ordinary.length >= maxOrdinary || sizes.length >= maxLarge;
}
