import { isSyncError } from '../errors/sync-error.js';
import { clearLeaving } from './clear-leaving.js';
import { writeMonthLists } from './month-lists.js';
import { type DeletedOutcome, removeDeleted } from './remove-deleted.js';
import { keepShareReadme } from './share-readme.js';
import type { TidyTerms } from './tidy-terms.js';
import { rejectForTrouble } from './trouble.js';
import { isRebuildUnfinished } from './unfinished-rebuild.js';

/**
 * Puts the share in order after all documents were tried: what documents moved away from goes, then what deleted ones
 * left behind, and the lists are brought up to date. Rejects where the share or the database is lost.
 */
export async function tidyUp(terms: TidyTerms, unbounded: boolean): Promise<DeletedOutcome> {
  const { context, signal } = terms;
  await clearLeaving(terms);
  const outcome = await removeDeleted(terms, context.deleted, unbounded);
  await bringListsUpToDate(terms);
  if (!signal.aborted) await keepShareReadme(terms);
  return outcome;
}

async function bringListsUpToDate(terms: TidyTerms): Promise<void> {
  const { context, receipts, share, warn, signal } = terms;
  const { mirrorId, storeId } = share;
  const isDirty = async () => (await receipts.dirtyMonths(mirrorId)).length > 0;
  if (await isDirty()) {
    if (await isRebuildUnfinished(terms)) return warn({ phrase: 'rebuildUnfinished', params: {} });
    await writeMonthLists(terms);
    if (signal.aborted || (await isDirty())) return;
  }
  await takeNoticeAway(terms, () => context.notices.settle(mirrorId, storeId));
}

/** One that stays costs other stores a longer name now and then, no more. */
async function takeNoticeAway({ context, warn }: TidyTerms, settle: () => Promise<void>): Promise<void> {
  try {
    await settle();
  } catch (error) {
    if (!isSyncError(error)) throw error;
    await rejectForTrouble(error, context.probe);
    warn({ phrase: 'listNotWritten', params: { name: 'stores', error: error.params.error ?? error.code } });
  }
}
