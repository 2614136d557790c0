import type { DocumentId } from '../document.js';
import { currentReceipts } from './claims-of-page.js';
import { placeOfReceipt, walkPages } from './pages.js';
import { removeCopies } from './remove-copies.js';
import type { TidyTerms } from './tidy-terms.js';

/** Copies taken away at once. */
const pageSize = 100;

/**
 * Takes away the copies that documents moved away from. Only at the end of a run: a name that became free in its midst
 * would go to whoever comes next, and nobody could plan that.
 *
 * A file that holds what the document's present copy holds goes too: it was replaced there, and before its receipt said
 * so the run was killed and the document moved.
 *
 * @param documentIds only those of these documents; default all.
 */
export async function clearLeaving(terms: TidyTerms, documentIds?: readonly DocumentId[]): Promise<void> {
  const { receipts, signal } = terms;
  const { mirrorId } = terms.share;
  if (signal.aborted) return;
  const leaving = (after: string | undefined) =>
    receipts.page({ mirrorId, role: 'leaving', documentIds, after, limit: pageSize });
  for await (const page of walkPages(leaving, placeOfReceipt)) {
    const ids = [...new Set(page.map(({ documentId }) => documentId))];
    const current = await currentReceipts(receipts, mirrorId, ids);
    await removeCopies(
      terms,
      page.map((receipt) => ({ receipt, alike: current.get(receipt.documentId)?.copy ?? undefined })),
    );
    if (signal.aborted) return;
  }
}
