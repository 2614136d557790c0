import type { Document, DocumentId, StoredDocument } from '../document.js';
import { type IdType, longestIdWithReceipts, parseDocumentId } from '../document-id.js';
import { derivedStoreId } from '../plan/make-store-id.js';
import { isSameRow } from '../plan/same-row.js';
import type { DocumentStore, PendingQuery } from '../store.js';
import { type MemoryReceipts, memoryReceipts } from './memory-receipts.js';

/** A row as the memory store keeps it. `synced` may be null, as in a table whose column has no default. */
export interface MemoryRow extends Document {
  readonly synced: boolean | null;
  readonly syncedAt: Date | null;
}

export interface MemoryStoreOptions {
  /** Default `integer`. */
  readonly idType?: IdType;
  /** What tells it from others on the same share; default: one is made. */
  readonly storeId?: string | undefined;
  /** The store's scope; default every row. */
  readonly where?: (row: MemoryRow) => boolean;
  /** Whether the store keeps receipts. Default false, as for a host without the table. */
  readonly receipts?: boolean;
  /** What a trigger of the database makes of a row whose mark is set or taken away. Default: nothing. */
  readonly trigger?: (row: MemoryRow) => MemoryRow;
}

/** A `DocumentStore` over rows in memory, and ways past it for a test. */
export interface MemoryStore extends DocumentStore {
  readonly receipts?: MemoryReceipts;
  /** Adds a row, or replaces the one with this id. Pending unless said otherwise. */
  put(row: Document & Partial<MemoryRow>): void;
  /** Deletes a row. */
  remove(id: DocumentId): void;
  /** Every row as it stands, in the order of the ids, out of scope or not. */
  rows(): MemoryRow[];
}

/** For tests of what stands on a store: keeps the contract, and loses everything with the process. */
export function memoryStore(
  documents: readonly (Document | StoredDocument)[] = [],
  options: MemoryStoreOptions = {},
): MemoryStore {
  const { storeId, idType = 'integer', where = () => true, receipts = false, trigger = (row) => row } = options;
  const table = new Map<DocumentId, MemoryRow>();

  const rows = () => [...table.values()].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const withFile = () => rows().filter((row) => where(row) && row.source !== null && row.source !== '');
  const pending = () => withFile().filter((row) => row.synced !== true);
  const setMark = (row: MemoryRow, synced: boolean) =>
    table.set(row.id, trigger({ ...row, synced, syncedAt: synced ? new Date() : null }));
  const setUnchanged = (read: readonly Document[], synced: boolean): DocumentId[] => {
    const unchanged = read.filter((document) => {
      const row = table.get(document.id);
      return row !== undefined && where(row) && isSameRow(row, document);
    });
    for (const row of unchanged.map(({ id }) => table.get(id))) if (row) setMark(row, synced);
    return [...new Set(unchanged.map(({ id }) => id))];
  };
  const mark = (read: readonly Document[]) => setUnchanged(read, true).filter((id) => table.get(id)?.synced === true);
  const unmark = (ids: readonly DocumentId[]) => {
    for (const row of ids.map((id) => table.get(id))) if (row) setMark(row, false);
  };

  const store: MemoryStore = {
    put: (row) => void table.set(row.id, { synced: null, syncedAt: null, ...row }),
    remove: (id) => void table.delete(id),
    rows,

    identity: { given: storeId, derived: derivedStoreId('memory') },

    parseId: (text) => parseDocumentId(idType, text, receipts ? longestIdWithReceipts : undefined),

    async find(id) {
      const row = table.get(id);
      return row && where(row) ? { ...toDocument(row), synced: row.synced === true } : undefined;
    },

    async counts() {
      const all = withFile();
      const synced = all.filter((row) => row.synced === true);
      const times = synced.flatMap((row) => (row.syncedAt ? [row.syncedAt.getTime()] : []));
      return {
        total: all.length,
        synced: synced.length,
        pending: all.length - synced.length,
        lastSync: times.length > 0 ? new Date(times.reduce((a, b) => Math.max(a, b))) : null,
      };
    },

    lastPendingId: async () => pending().at(-1)?.id,

    async pendingPage({ after, upTo, limit }: PendingQuery) {
      return pending()
        .filter((row) => (after === undefined || row.id > after) && row.id <= upTo)
        .slice(0, limit)
        .map(toDocument);
    },

    mark: async (read) => mark(read),

    unmark: async (ids) => unmark(ids),

    takeBack: async (read) => void setUnchanged(read, false),

    async page({ after, limit }) {
      return withFile()
        .filter((row) => after === undefined || row.id > after)
        .slice(0, limit)
        .map((row) => ({ ...toDocument(row), synced: row.synced === true }));
    },

    async unmarkAll() {
      for (const row of rows().filter(where)) setMark(row, false);
    },

    ...(receipts && {
      receipts: memoryReceipts({ find: (id) => table.get(id), inScope: where, withFile, mark, unmark }),
    }),
  };
  for (const document of documents) store.put(document);
  return store;
}

function toDocument({ synced: _, syncedAt: __, ...document }: MemoryRow): Document {
  return document;
}
