import type { Mirror } from '../mirror.js';
import { monthOf } from '../plan/claim.js';
import { type ListedCopy, readDocumentLine } from '../plan/document-line.js';

/** Keys read at once to find out which months there are. */
const pageSize = 2_000;

/**
 * What the lists on the share say, month by month, in pieces of a list: whose the copies are, with nothing but the share to
 * tell. Lines that cannot be read are passed over.
 */
export async function* listedCopies(mirror: Mirror, mirrorId: string): AsyncGenerator<ListedCopy[], void, void> {
  for (const month of await monthsOnShare(mirror, mirrorId)) {
    for (let offset = 0; ; ) {
      const piece = await mirror.read({ mirrorId, name: `documents/${month}.jsonl`, offset });
      if (piece === null || piece.bytes === 0) break;
      offset += piece.bytes;
      yield piece.text.split('\n').flatMap((line) => readDocumentLine(line) ?? []);
    }
  }
}

/** Months that have a file on the share, as many as there are; of the others, no copy is left. */
async function monthsOnShare(mirror: Mirror, mirrorId: string): Promise<Set<string>> {
  const months = new Set<string>();
  for (let after: string | undefined; ; ) {
    const keys = await mirror.list({ mirrorId, after, limit: pageSize });
    if (keys.length === 0) return months;
    after = keys.at(-1);
    for (const month of keys.map(monthOf)) if (/^(\d{4}-\d{2}|undated)$/.test(month)) months.add(month);
  }
}
