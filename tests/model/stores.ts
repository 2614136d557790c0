import type { Document } from '../../packages/core/src/document.js';
import type { DocumentStore } from '../../packages/core/src/store.js';
import { type MemoryRow, memoryStore } from '../../packages/core/src/testing/memory-store.js';

/** A row of the host as the model writes it. */
export type PutRow = Document & { readonly id: number; readonly version: number };

export interface ModelRow {
  readonly id: number;
  readonly synced: boolean;
  /** As it reads in receipts. */
  readonly version: string;
}

/** A store with receipts over a table of its own, and the host's way to its rows. */
export interface ModelStore {
  readonly store: DocumentStore;
  /** Writes the row; its mark stays as it is, or is none. */
  put(row: PutRow): Promise<void>;
  /** Sets the mark of a row past the engine, as a dump that is loaded does. */
  setMark(id: number): Promise<void>;
  remove(id: number): Promise<void>;
  /** In the order of their ids. */
  rows(): Promise<ModelRow[]>;
  /** Empties the tables and ends what was switched on; `store` may be another then. */
  clear(): Promise<void>;
  /** From now on the database gives a row another version whenever its mark changes. Undefined: it cannot. */
  touch?(on: boolean): Promise<void>;
  /** From now on, or no more, the database takes marks and does not keep them. Undefined: it cannot. */
  dropMarks?(on: boolean): Promise<void>;
  /** The key of a receipt is put right by hand, and nothing else. Undefined: it cannot. */
  editKey?(from: string, to: string): Promise<void>;
  /** How a version that the host wrote reads in receipts. Default: as it is. */
  versionText?(version: number): string;
  /** Removes whatever was made for it. Default: nothing was. */
  close?(): Promise<void>;
}

export async function markedIds({ rows }: ModelStore): Promise<number[]> {
  return (await rows()).flatMap(({ id, synced }) => (synced ? [id] : []));
}

export function modelMemoryStore(storeId: string): ModelStore {
  let touching = false;
  let dropping = false;
  const trigger = (row: MemoryRow): MemoryRow => ({
    ...row,
    ...(touching && { version: Number(row.version) + 1 }),
    ...(dropping && { synced: false, syncedAt: null }),
  });
  const create = () => memoryStore([], { receipts: true, storeId, trigger });
  let store = create();
  return {
    get store() {
      return store;
    },
    // A host that changes a row says nothing of the mark.
    put: async (row) => store.put({ ...store.rows().find(({ id }) => id === row.id), ...row }),
    async setMark(wanted) {
      const row = store.rows().find(({ id }) => id === wanted);
      if (row) store.put({ ...row, synced: true, syncedAt: new Date() });
    },
    remove: async (id) => store.remove(id),
    rows: async () =>
      store.rows().map(({ id, synced, version }) => ({
        id: Number(id),
        synced: synced === true,
        version: String(version),
      })),
    async clear() {
      [touching, dropping] = [false, false];
      store = create();
    },
    async touch(on) {
      touching = on;
    },
    async dropMarks(on) {
      dropping = on;
    },
  };
}
