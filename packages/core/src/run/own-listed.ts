import { monthOf } from '../plan/claim.js';
import { foldName } from '../plan/fold-name.js';
import { unknownMonth } from '../plan/own-names.js';
import { listedCopies } from './listed-copies.js';
import type { OwnShare } from './own-share.js';
import type { RunContext } from './run.js';

/** What this store's own lists on the share say, which may know more than receipts that came back from a dump. */
export interface OwnListed {
  /** Ids, as text, of the documents whose copy the lists name by this key. */
  documentsOf(key: string): Promise<readonly string[]>;
}

/** Reads the list of a month once, as long as only that month is asked about. */
export function ownListed({ mirror }: RunContext, { mirrorId, storeId }: OwnShare): OwnListed {
  let known: { readonly month: string; readonly documents: ReadonlyMap<string, readonly string[]> } | undefined;

  async function read(month: string): Promise<ReadonlyMap<string, readonly string[]>> {
    const documents = new Map<string, string[]>();
    for (const list of [month, unknownMonth]) {
      for await (const piece of listedCopies(mirror, mirrorId, storeId, list)) {
        for (const { copy, document } of piece) {
          const key = foldName(copy.key);
          documents.set(key, [...(documents.get(key) ?? []), document]);
        }
      }
    }
    return documents;
  }

  return {
    async documentsOf(key) {
      const month = monthOf(key);
      if (known?.month !== month) known = { month, documents: await read(month) };
      return known.documents.get(foldName(key)) ?? [];
    },
  };
}
