import type { DocumentId } from '../document.js';
import { SyncError } from '../errors/sync-error.js';
import { pageGuard } from '../plan/page-guard.js';

/**
 * Goes through a list page by page, each behind the last entry of the one before; an empty page is the end. Rejects with
 * `STORE_NOT_ADVANCING`, or with what `circle` makes, where the pages go round.
 */
export async function* walkPages<Item, Place extends DocumentId>(
  read: (after: Place | undefined) => Promise<readonly Item[]>,
  placeOf: (last: Item) => Place,
  circle?: () => SyncError,
): AsyncGenerator<readonly Item[], void, void> {
  const guard = pageGuard(undefined, circle);
  for (let after: Place | undefined; ; ) {
    const page = await read(after);
    const last = page.at(-1);
    if (last === undefined) return;
    after = placeOf(last);
    guard.advance(after);
    yield page;
  }
}

/** Where pages of documents go on. */
export const placeOfDocument = ({ id }: { readonly id: DocumentId }): DocumentId => id;

/** Where pages of receipts go on. */
export const placeOfReceipt = ({ claim }: { readonly claim: string }): string => claim;

/** Of a walk over names on the share: what goes round there is the share. */
export function listGoesRound(): SyncError {
  return new SyncError('MIRROR_FAILED', { scope: 'run', params: { error: 'ELOOP' } });
}
