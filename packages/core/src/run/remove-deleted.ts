import { trashFolder } from '../plan/own-names.js';
import { deletedPages, dueCopies, refusalToRemove } from './deleted-copies.js';
import type { DeletedPolicy } from './deleted-option.js';
import { removeCopies } from './remove-copies.js';
import type { StopReason } from './report.js';
import type { TidyTerms } from './tidy-terms.js';

export interface DeletedOutcome {
  readonly removed: number;
  /** Why none were, though some should. */
  readonly refused: StopReason | undefined;
}

/**
 * Takes away the copies of deleted documents, as the policy says, and forgets, whatever it says, how deleted ones without
 * a copy failed.
 *
 * @param unbounded however many they are: the user said so.
 */
export async function removeDeleted(
  terms: TidyTerms,
  policy: DeletedPolicy,
  unbounded: boolean,
): Promise<DeletedOutcome> {
  const { context, receipts, share, signal } = terms;
  const { mirrorId, storeId } = share;
  const refused = unbounded ? undefined : await refusalToRemove(receipts, mirrorId, policy);
  const now = new Date();
  const trash = policy.policy === 'trash' ? trashFolder(storeId, now) : undefined;
  let removed = 0;
  // Where every copy stays, only failures are forgotten: no need to look at each receipt in every run.
  for await (const page of deletedPages(receipts, mirrorId, policy.policy === 'keep' ? true : undefined)) {
    if (signal.aborted) break;
    const failuresOnly = page.filter(({ copy }) => copy === null);
    if (failuresOnly.length > 0) await receipts.remove(failuresOnly);
    const due = refused === undefined ? dueCopies(page, policy, now) : [];
    if (due.length === 0) continue;
    // Should a row come back, undeleted or in scope again, it must not count as synced: its copy is gone.
    await context.store.unmark(due.map(({ documentId }) => documentId));
    const copies = due.map((receipt) => ({ receipt }));
    removed += await removeCopies(terms, copies, trash);
  }
  return { removed, refused };
}
