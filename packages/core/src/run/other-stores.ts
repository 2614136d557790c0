import type { Mirror } from '../mirror.js';
import { monthOf } from '../plan/claim.js';
import { foldName } from '../plan/fold-name.js';
import { listFolder, listOf, noticeFolder, noticeOf, unknownMonth, withoutReceipts } from '../plan/own-names.js';
import { listedCopies } from './listed-copies.js';

/** What the share says of the copies of other stores. */
export interface OtherStores {
  /**
   * Of keys where a file was found that holds what a document of ours would bring: those whose file may be another
   * store's, with its identity, or null where nobody can tell whose it is.
   */
  mayClaim(keys: readonly string[]): Promise<Map<string, string | null>>;
  /** The stores whose lists name these keys. */
  owners(keys: readonly string[]): Promise<Map<string, string>>;
}

export interface OtherStoresTerms {
  readonly mirror: Mirror;
  readonly mirrorId: string;
  /** Identities that are this store's own. Asked once, and only where the share has others. */
  readonly own: () => Promise<ReadonlySet<string>>;
  readonly hasReceipts: boolean;
  /** For what changes nothing: what was read a moment ago is good enough. */
  readonly remember?: boolean | undefined;
}

interface Sight {
  /** Lists by store: months, and `unknown`. */
  readonly lists: ReadonlyMap<string, ReadonlySet<string>>;
  /** Whether one of them may have copies that no list names, and could remove them some day. */
  readonly unlisted: boolean;
}

const namesAtOnce = 1_000;
const rememberMs = 30_000;

/** Looks once a call, however many keys there are; lists are read in pieces, and only those of the months in question. */
export function createOtherStores(terms: OtherStoresTerms): OtherStores {
  const { mirror, mirrorId, hasReceipts, remember = false } = terms;
  let own: ReadonlySet<string> | undefined;
  let seen: { readonly at: number; readonly sight: Sight } | undefined;
  /** Owners of all listed copies of one month, by folded key. */
  let known: { readonly month: string; readonly at: number; readonly owners: ReadonlyMap<string, string> } | undefined;

  const isFresh = (at: number): boolean => remember && performance.now() - at < rememberMs;

  async function look(): Promise<Sight> {
    if (seen !== undefined && isFresh(seen.at)) return seen.sight;
    const at = performance.now();
    // Notices first: one goes only after the lists are written, so what has none by now is in them.
    const notices = (await namesIn(mirror, mirrorId, noticeFolder)).flatMap((name) => noticeOf(name) ?? []);
    const found = (await namesIn(mirror, mirrorId, listFolder)).flatMap((name) => listOf(name) ?? []);
    if (notices.length + found.length > 0) own ??= await terms.own();
    const isOther = ({ storeId }: { readonly storeId: string }) => own?.has(storeId) !== true;
    const lists = new Map<string, Set<string>>();
    for (const { storeId, list } of found.filter(isOther)) {
      const months = lists.get(storeId) ?? new Set();
      lists.set(storeId, months.add(list));
    }
    // A store without receipts removes nothing: two of them can do each other no harm.
    const unlisted = notices.filter(isOther).some(({ notice }) => hasReceipts || notice !== withoutReceipts);
    seen = { at, sight: { lists, unlisted } };
    return seen.sight;
  }

  async function ownersInMonth(
    { lists }: Sight,
    month: string,
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    if (known?.month === month && isFresh(known.at)) return known.owners;
    const at = performance.now();
    const wanted = new Set(keys.map(foldName));
    const owners = new Map<string, string>();
    for (const [storeId, months] of lists) {
      for (const list of [month, unknownMonth].filter((one) => months.has(one))) {
        for await (const piece of listedCopies(mirror, mirrorId, storeId, list)) {
          for (const { copy } of piece) {
            const key = foldName(copy.key);
            if (remember ? monthOf(copy.key) === month : wanted.has(key)) owners.set(key, storeId);
          }
        }
      }
    }
    if (remember) known = { month, at, owners };
    return owners;
  }

  async function ownersBy(sight: Sight, keys: readonly string[]): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    if (sight.lists.size === 0) return found;
    for (const month of new Set(keys.map(monthOf))) {
      const ofMonth = keys.filter((key) => monthOf(key) === month);
      const owners = await ownersInMonth(sight, month, ofMonth);
      for (const key of ofMonth) {
        const owner = owners.get(foldName(key));
        if (owner !== undefined) found.set(key, owner);
      }
    }
    return found;
  }

  return {
    owners: async (keys) => ownersBy(await look(), keys),
    async mayClaim(keys) {
      if (keys.length === 0) return new Map();
      const sight = await look();
      const owners = await ownersBy(sight, keys);
      return new Map(
        keys.flatMap((key) => {
          const owner = owners.get(key) ?? (sight.unlisted ? null : undefined);
          return owner === undefined ? [] : [[key, owner] as const];
        }),
      );
    },
  };
}

export async function namesIn(mirror: Mirror, mirrorId: string, folder: string): Promise<string[]> {
  const names: string[] = [];
  for (let after: string | undefined; ; after = names.at(-1)) {
    const page = await mirror.list({ mirrorId, own: folder, after, limit: namesAtOnce });
    names.push(...page);
    if (page.length < namesAtOnce) return names;
  }
}
