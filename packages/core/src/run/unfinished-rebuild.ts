import { isSyncError } from '../errors/sync-error.js';
import type { Mirror } from '../mirror.js';
import { ownFileWriter } from './own-file-writer.js';
import type { TidyTerms } from './tidy-terms.js';
import { rejectForTrouble } from './trouble.js';

const name = 'rebuilding.txt';

/**
 * While a rebuild is not through, the receipts know only a part of what the lists on the share say. Until one is, no run may
 * write them: they may be all that is left to tell whose a copy is.
 */
export async function beginRebuild(mirror: Mirror, mirrorId: string): Promise<void> {
  const text = `${new Date().toISOString()} A rebuild was begun; until one is through, the lists are those of before.\n`;
  await ownFileWriter(mirror, mirrorId, name)(text, true);
}

export async function endRebuild(mirror: Mirror, mirrorId: string): Promise<void> {
  await ownFileWriter(mirror, mirrorId, name)('', true);
}

/** Asks the share. Where it cannot say, the answer is yes, for that harms nothing. */
export async function isRebuildUnfinished({ context, mirrorId }: TidyTerms): Promise<boolean> {
  try {
    const found = await context.mirror.read({ mirrorId, name, offset: 0 });
    return found !== null && found.bytes > 0;
  } catch (error) {
    if (!isSyncError(error)) throw error;
    await rejectForTrouble(error, context.probe);
    return true;
  }
}
