import { isSyncError } from '../errors/sync-error.js';
import type { RemoveOutcome } from '../mirror.js';
import type { CopyOnShare, Receipt } from '../receipt.js';
import type { TidyTerms } from './tidy-terms.js';
import { rejectForTrouble } from './trouble.js';

/** `changed`: it is somebody's by now. `kept`: it could not be removed, or not yet; its receipt stays, and the next run tries again. */
type Outcome = RemoveOutcome | 'kept';

/** A copy to take away, and what else its file may hold that is proven ours. */
export interface CopyToRemove {
  readonly receipt: Receipt;
  readonly alike?: CopyOnShare | undefined;
}

/**
 * Takes copies away, while they hold what their receipts say, and then their receipts: until then nobody gets their
 * names. One that holds something else, or may be the file of a row, is somebody's by now: it stays, and the receipt goes.
 * Returns how many were removed.
 *
 * @param trash folder of the trash to move them to; undefined: they are deleted.
 */
export async function removeCopies(terms: TidyTerms, copies: readonly CopyToRemove[], trash?: string): Promise<number> {
  const claimed = await claimedByOthers(terms, copies);
  const outcomes = await Promise.all(
    copies.map((copy) => (claimed.has(copy) ? leaveToOther(terms, copy) : removeCopy(terms, copy, trash))),
  );
  const done = copies.filter((_, n) => outcomes[n] !== 'kept');
  if (done.length > 0) await terms.receipts.remove(done.map(({ receipt }) => receipt));
  return outcomes.filter((outcome) => outcome === 'removed').length;
}

async function removeCopy(
  { context, share: { mirrorId }, signal, warn }: TidyTerms,
  { receipt: { copy, documentId, role }, alike }: CopyToRemove,
  trash: string | undefined,
): Promise<Outcome> {
  if (copy === null) return 'absent';
  const { store, mirror, limit, probe, emitter, sourceRoots } = context;
  const { key } = copy;
  const remove = (held: CopyOnShare): Promise<Outcome> =>
    limit(async () => {
      if (signal.aborted) return 'kept';
      // Of a deleted document there is no row to ask.
      const source = role === 'leaving' ? (await store.find(documentId))?.source : undefined;
      return mirror.remove({ mirrorId, copy: { ...held, key }, trash, sourceRoots, source });
    });
  try {
    let outcome = await remove(copy);
    if (outcome === 'changed' && alike !== undefined) outcome = await remove(alike);
    if (outcome === 'changed') warn({ phrase: 'copyChanged', params: { key } });
    if (outcome === 'source') warn({ phrase: 'copyIsSource', params: { key } });
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

/** What another store's lists name is not taken away, whatever our receipts say. */
async function claimedByOthers(
  { share: { others } }: TidyTerms,
  copies: readonly CopyToRemove[],
): Promise<ReadonlySet<CopyToRemove>> {
  const owners = await others.owners(copies.flatMap(({ receipt: { copy } }) => copy?.key ?? []));
  return new Set(copies.filter(({ receipt: { copy } }) => copy !== null && owners.has(copy.key)));
}

function leaveToOther({ warn }: TidyTerms, { receipt: { copy } }: CopyToRemove): Outcome {
  warn({ phrase: 'copyOfOther', params: { key: copy?.key ?? '' } });
  return 'changed';
}
