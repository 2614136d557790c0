import type { Document } from '../../packages/core/src/document.js';
import type { DocumentStore } from '../../packages/core/src/store.js';
import { memoryStore } from '../../packages/core/src/testing/memory-store.js';

/** A store with receipts over a table of its own, and the host's way to its rows. */
export interface ModelStore {
  readonly store: DocumentStore;
  put(row: Document & { readonly id: number; readonly version: number }): Promise<void>;
  remove(id: number): Promise<void>;
  /** Ids of the rows that are marked. */
  marked(): Promise<number[]>;
  /** Empties the tables; `store` may be another then. */
  clear(): Promise<void>;
  /** How a version reads in receipts. Default: as it is. */
  versionText?(version: number): string;
  /** Removes whatever was made for it. Default: nothing was. */
  close?(): Promise<void>;
}

export function modelMemoryStore(): ModelStore {
  let store = memoryStore([], { receipts: true });
  return {
    get store() {
      return store;
    },
    // A host that changes a row says nothing of the mark.
    put: async (row) => store.put({ ...store.rows().find(({ id }) => id === row.id), ...row }),
    remove: async (id) => store.remove(id),
    marked: async () => store.rows().flatMap(({ id, synced }) => (synced === true ? [Number(id)] : [])),
    async clear() {
      store = memoryStore([], { receipts: true });
    },
  };
}
