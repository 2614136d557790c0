import { clearLeaving } from './clear-leaving.js';
import { writeMonthLists } from './month-lists.js';
import { type DeletedOutcome, removeDeleted } from './remove-deleted.js';
import { keepShareReadme } from './share-readme.js';
import type { TidyTerms } from './tidy-terms.js';
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
  const { receipts, mirrorId, warn } = terms;
  if ((await receipts.dirtyMonths(mirrorId)).length === 0) return;
  if (await isRebuildUnfinished(terms)) warn({ phrase: 'rebuildUnfinished', params: {} });
  else await writeMonthLists(terms);
}
