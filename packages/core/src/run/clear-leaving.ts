import type { DocumentId } from '../document.js';
import { claimOf } from '../plan/claim.js';
import { removeCopies } from './remove-copies.js';
import type { TidyTerms } from './tidy-terms.js';

/** Copies taken away at once. */
const pageSize = 100;

/**
 * Takes away the copies that documents moved away from. Only at the end of a run: a name that became free in its midst
 * would go to whoever comes next, and nobody could plan that.
 *
 * @param documentIds only those of these documents; default all.
 */
export async function clearLeaving(terms: TidyTerms, documentIds?: readonly DocumentId[]): Promise<void> {
  const { receipts, mirrorId, signal } = terms;
  let after: string | undefined;
  while (!signal.aborted) {
    const page = await receipts.page({ mirrorId, role: 'leaving', documentIds, after, limit: pageSize });
    await removeCopies(terms, page);
    const last = page.at(-1)?.copy;
    if (!last) return;
    after = claimOf(last.key);
  }
}
