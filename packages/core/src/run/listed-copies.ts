import type { Mirror } from '../mirror.js';
import { type ListedCopy, readDocumentLine } from '../plan/document-line.js';
import { listGoesRound, walkPages } from './pages.js';

/** Folder of the lists, below `.docmirror`. */
const folder = 'documents';

/**
 * Copies in these lists whose document the database did not know when it was last looked for: what else is known of them
 * is gone with the next list of their month.
 */
const unknownMonth = 'unknown';

export const unknownList = `${folder}/${unknownMonth}.jsonl`;

/** Names read at once. */
const pageSize = 1_000;

/** What a list is the list of: a month, or `unknown`; for every list on the share. */
export async function listsOnShare(mirror: Mirror, mirrorId: string): Promise<string[]> {
  const lists: string[] = [];
  const names = (after: string | undefined) => mirror.list({ mirrorId, own: folder, after, limit: pageSize });
  for await (const page of walkPages(names, (name) => name, listGoesRound)) {
    for (const name of page) {
      const list = /^documents\/(\d{4}-\d{2}|undated|unknown)\.jsonl$/.exec(name)?.[1];
      if (list !== undefined) lists.push(list);
    }
  }
  return lists;
}

/** What one list says, in pieces: whose the copies are, with nothing but the share to tell. Lines that cannot be read are passed over. */
export async function* listedCopies(
  mirror: Mirror,
  mirrorId: string,
  list: string,
): AsyncGenerator<ListedCopy[], void, void> {
  for (let offset = 0; ; ) {
    const piece = await mirror.read({ mirrorId, name: `${folder}/${list}.jsonl`, offset });
    if (piece === null || piece.bytes === 0) return;
    offset += piece.bytes;
    yield piece.text.split('\n').flatMap((line) => readDocumentLine(line) ?? []);
  }
}

/** Of all lists, those of months. */
export function monthsOf(lists: readonly string[]): string[] {
  return lists.filter((list) => list !== unknownMonth);
}
