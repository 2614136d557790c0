import type { Document } from '../document.js';
import { SyncError } from '../errors/sync-error.js';
import type { Mirror } from '../mirror.js';
import type { ListedCopy } from '../plan/document-line.js';
import { listFolder, listOf, noticeFolder, noticeOf, unknownMonth } from '../plan/own-names.js';
import { compareWithRow } from '../plan/same-document.js';
import type { OwnList } from './import-lists.js';
import { listedCopies } from './listed-copies.js';
import { namesIn } from './other-stores.js';
import type { OwnShare } from './own-share.js';
import { rowOfLine } from './row-of-line.js';
import type { RunContext } from './run.js';
import { sourceContent } from './source-content.js';

/** Rows looked at for each store: enough to tell whose its lists are. */
const linesEnough = 200;

export interface StoresOnShare {
  readonly lists: readonly OwnList[];
  /** Identities that anything of is on the share. */
  readonly stores: ReadonlySet<string>;
}

export async function storesOnShare(mirror: Mirror, mirrorId: string): Promise<StoresOnShare> {
  const lists = (await namesIn(mirror, mirrorId, listFolder)).flatMap((name) => listOf(name) ?? []);
  const notices = (await namesIn(mirror, mirrorId, noticeFolder)).flatMap((name) => noticeOf(name) ?? []);
  return { lists, stores: new Set([...lists, ...notices].map(({ storeId }) => storeId)) };
}

/**
 * The identity whose lists are those of this very table, by what their lines say of its rows: for a store that lost its
 * own with its receipts. Most lines must name what the rows name; only where no such lists are there, those count whose
 * copies the rows could have. Undefined where none are. Rejects with `STORE_LISTS_AMBIGUOUS` where several may be: another
 * store's must not be taken for its own.
 */
export async function findOwnLists(
  context: RunContext,
  share: OwnShare,
  lists: readonly OwnList[],
  signal: AbortSignal,
): Promise<string | undefined> {
  const named: string[] = [];
  const possible: string[] = [];
  for (const storeId of new Set(lists.map((list) => list.storeId))) {
    const own = lists.filter((list) => list.storeId === storeId && list.list !== unknownMonth);
    const { same, alike, other } = await compareLists(context, share, own, signal);
    if (same > other) named.push(storeId);
    else if (alike > other) possible.push(storeId);
  }
  const found = named.length > 0 ? named : possible;
  const [first] = found;
  if (first === undefined || found.length === 1) return first;
  throw new SyncError('STORE_LISTS_AMBIGUOUS', { params: { stores: found.join(', '), first } });
}

/** Lines whose id the table does not know say nothing. */
async function compareLists(
  context: RunContext,
  share: OwnShare,
  lists: readonly OwnList[],
  signal: AbortSignal,
): Promise<Readonly<Record<'same' | 'alike' | 'other', number>>> {
  const { store, mirror, layout } = context;
  const counts = { same: 0, alike: 0, other: 0 };
  let looked = 0;
  for (const { storeId, list } of lists) {
    for await (const piece of listedCopies(mirror, share.mirrorId, storeId, list)) {
      for (const line of piece) {
        if (signal.aborted || looked >= linesEnough) return counts;
        const row = await rowOfLine(store, line);
        if (row === undefined) continue;
        looked += 1;
        const words = compareWithRow(line, row, layout);
        if (words === 'alike') counts[await byContent(context, share, line, row, signal)] += 1;
        else counts[words] += 1;
      }
    }
  }
  return counts;
}

async function byContent(
  context: RunContext,
  share: OwnShare,
  { copy }: ListedCopy,
  row: Document,
  signal: AbortSignal,
): Promise<'alike' | 'other'> {
  const content = await sourceContent(context, share, row, signal);
  return content === 'gone' || content === copy.checksum ? 'alike' : 'other';
}
