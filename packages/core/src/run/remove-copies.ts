import { isSyncError } from '../errors/sync-error.js';
import type { Receipt } from '../receipt.js';
import type { TidyTerms } from './tidy-terms.js';
import { rejectForTrouble } from './trouble.js';

/** `kept`: it could not be removed; its receipt stays, and the next run tries again. */
type Outcome = 'removed' | 'absent' | 'changed' | 'kept';

/**
 * Takes copies away, while they hold what their receipts say, and then their receipts: until then nobody gets their
 * names. One that holds something else is somebody's by now: it stays, and the receipt goes. Returns how many were removed.
 *
 * @param trash folder of the trash to move them to; undefined: they are deleted.
 */
export async function removeCopies(terms: TidyTerms, copies: readonly Receipt[], trash?: string): Promise<number> {
  const outcomes = await Promise.all(copies.map((receipt) => removeCopy(terms, receipt, trash)));
  await terms.receipts.remove(copies.filter((_, n) => outcomes[n] !== 'kept'));
  return outcomes.filter((outcome) => outcome === 'removed').length;
}

async function removeCopy(
  { context, mirrorId, warn }: TidyTerms,
  { copy, documentId, role }: Receipt,
  trash: string | undefined,
): Promise<Outcome> {
  if (copy === null) return 'absent';
  const { mirror, limit, probe, emitter } = context;
  const { key } = copy;
  try {
    const outcome = await limit(() => mirror.remove({ mirrorId, copy, trash }));
    if (outcome === 'changed') warn({ phrase: 'copyChanged', params: { key } });
    if (outcome === 'removed') {
      const reason = role === 'leaving' ? 'moved' : 'deleted';
      emitter.emit('copy:removed', { documentId, key, reason, trash: trash ?? null });
    }
    return outcome;
  } catch (error) {
    if (!isSyncError(error)) throw error;
    await rejectForTrouble(error, probe);
    warn({ phrase: 'copyNotRemoved', params: { key, error: error.params.error ?? error.code } });
    return 'kept';
  }
}
