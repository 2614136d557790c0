import { deletedCopies, refusalToRemove } from './deleted-copies.js';
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
 * Takes away the copies of deleted documents, as the policy says.
 * @param unbounded however many they are: the user said so.
 */
export async function removeDeleted(
  terms: TidyTerms,
  policy: DeletedPolicy,
  unbounded: boolean,
): Promise<DeletedOutcome> {
  const { context, receipts, mirrorId, signal } = terms;
  const refused = unbounded ? undefined : await refusalToRemove(receipts, mirrorId, policy);
  if (refused !== undefined) return { removed: 0, refused };
  const trash = policy.policy === 'trash' ? new Date().toISOString().slice(0, 10) : undefined;
  let removed = 0;
  for await (const page of deletedCopies(receipts, mirrorId, policy)) {
    if (signal.aborted) break;
    // Should a row come back, undeleted or in scope again, it must not count as synced: its copy is gone.
    await context.store.unmark(page.map(({ documentId }) => documentId));
    removed += await removeCopies(terms, page, trash);
  }
  return { removed, refused: undefined };
}
