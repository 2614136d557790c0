import { isSyncError } from '../errors/sync-error.js';
import type { Mirror } from '../mirror.js';
import { noticeName, rebuilding } from '../plan/own-names.js';
import { isStoreId } from '../plan/store-id.js';
import { ownFileWriter, removeOwnFile } from './own-file-writer.js';
import type { TidyTerms } from './tidy-terms.js';
import { rejectForTrouble } from './trouble.js';

interface Place {
  readonly mirror: Mirror;
  readonly mirrorId: string;
  readonly storeId: string;
}

/**
 * While a rebuild is not through, the receipts know only a part of what the lists on the share say. Until one is, no run may
 * write them: they may be all that is left to tell whose a copy is.
 *
 * @param from identities whose lists it goes by besides its own: one line each, for the next one that is begun.
 */
export async function beginRebuild({ mirror, mirrorId, storeId }: Place, from: readonly string[]): Promise<void> {
  const text = `${new Date().toISOString()} A rebuild was begun; until one is through, the lists are those of before.\n`;
  await ownFileWriter(
    mirror,
    mirrorId,
    noticeName(storeId, rebuilding),
  )(text + from.map((one) => `from ${one}\n`).join(''), true);
}

export async function endRebuild({ mirror, mirrorId, storeId }: Place): Promise<void> {
  await removeOwnFile(mirror, mirrorId, noticeName(storeId, rebuilding));
}

/** Whose lists the rebuild that is not through goes by; undefined where none was begun. */
export async function unfinishedFrom({ mirror, mirrorId, storeId }: Place): Promise<string[] | undefined> {
  const found = await mirror.read({ mirrorId, name: noticeName(storeId, rebuilding), offset: 0 });
  return found?.text
    .split('\n')
    .flatMap((line) => /^from (.+)$/.exec(line)?.[1] ?? [])
    .filter(isStoreId);
}

/** Asks the share. Where it cannot say, the answer is yes, for that harms nothing. */
export async function isRebuildUnfinished({ context, share }: TidyTerms): Promise<boolean> {
  try {
    return (await unfinishedFrom({ mirror: context.mirror, ...share })) !== undefined;
  } catch (error) {
    if (!isSyncError(error)) throw error;
    await rejectForTrouble(error, context.probe);
    return true;
  }
}
