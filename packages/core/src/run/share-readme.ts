import { isSyncError } from '../errors/sync-error.js';
import { locales } from '../messages/locale.js';
import { shareReadme } from '../messages/share-readme.js';
import { ownFileWriter } from './own-file-writer.js';
import type { TidyTerms } from './tidy-terms.js';
import { rejectForTrouble } from './trouble.js';

const name = 'README.txt';

/** Sees to it that the share says what it is to a person who has nothing else. */
export async function keepShareReadme({ context, share: { mirrorId }, warn }: TidyTerms): Promise<void> {
  const { mirror, locale, probe } = context;
  const wanted = shareReadme(locale);
  try {
    const found = await mirror.read({ mirrorId, name, offset: 0 });
    // Another store on the share may speak another language; it is not written over in turn.
    const isRight = locales.some((one) => found?.text === shareReadme(one));
    if (!isRight) await ownFileWriter(mirror, mirrorId, name)(wanted, true);
  } catch (error) {
    if (!isSyncError(error)) throw error;
    await rejectForTrouble(error, probe);
    warn({ phrase: 'listNotWritten', params: { name, error: error.params.error ?? error.code } });
  }
}
