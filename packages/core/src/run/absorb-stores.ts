import type { Mirror } from '../mirror.js';
import { noticeFolder } from '../plan/own-names.js';
import { namesIn } from './other-stores.js';
import { removeOwnFile } from './own-file-writer.js';

/** Takes away the lists and notices of identities that are one with this store's by now: all they said stands in its own. */
export async function removeListsOf(mirror: Mirror, mirrorId: string, storeIds: readonly string[]): Promise<void> {
  for (const storeId of storeIds) {
    for (const folder of ['documents', 'checksums', noticeFolder]) {
      const names = await namesIn(mirror, mirrorId, `${folder}/${storeId}`);
      for (const name of names) await removeOwnFile(mirror, mirrorId, name);
    }
  }
}
