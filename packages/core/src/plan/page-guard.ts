import { SyncError } from '../errors/sync-error.js';

/**
 * Sees to it that a walk over pages comes to an end, whatever the store or the mirror returns: throws where a walk comes
 * back to a place it has been at. The order of the places is the database's own, so they are only compared for equality:
 * with one remembered place that is replaced after 1, 2, 4, 8 … pages, so that a circle of any length is noticed.
 */
export interface PageGuard {
  /** @param cursor where the next page begins. Throws where the walk goes round. */
  advance(cursor: string | number | bigint | undefined): void;
}

/** @param start where the walk begins; undefined: with the first page. */
export function pageGuard(
  start: string | number | bigint | undefined = undefined,
  circle: () => SyncError = () => new SyncError('STORE_NOT_ADVANCING', { scope: 'run' }),
): PageGuard {
  let remembered = start;
  let pages = 0;
  let next = 1;
  return {
    advance(cursor) {
      if (cursor === undefined || cursor === remembered) throw circle();
      pages += 1;
      if (pages < next) return;
      remembered = cursor;
      next *= 2;
    },
  };
}
