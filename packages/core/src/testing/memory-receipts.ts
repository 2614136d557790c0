import type { Document, DocumentId } from '../document.js';
import { claimOf, claimOfReceipt, monthOf } from '../plan/claim.js';
import type { CopyOnShare, Receipt } from '../receipt.js';
import type { BroughtDocument, ReceiptStore } from '../receipt-store.js';
import { byClaim, filterOf, sameCopy, sameReceipt, versionText } from './memory-receipt-filter.js';
import type { MemoryRow } from './memory-store.js';

/** What receipts need of the rows they stand beside. Synchronous: nothing comes between a mark and its receipt. */
export interface RowsBeside {
  find(id: DocumentId): MemoryRow | undefined;
  inScope(row: MemoryRow): boolean;
  withFile(): MemoryRow[];
  mark(documents: readonly Document[]): DocumentId[];
  unmark(ids: readonly DocumentId[]): void;
}

interface Share {
  /** By claim. */
  readonly receipts: Map<string, Receipt>;
  readonly current: Map<DocumentId, Receipt>;
  /** Tokens by month. */
  readonly dirty: Map<string, string>;
}

/** The receipts of a memory store. */
export function memoryReceipts(rows: RowsBeside): ReceiptStore {
  const shares = new Map<string, Share>();
  let expected: string | undefined;
  let changes = 0;

  const share = (mirrorId: string): Share => {
    const known = shares.get(mirrorId) ?? { receipts: new Map(), current: new Map(), dirty: new Map() };
    shares.set(mirrorId, known);
    return known;
  };
  const touch = ({ dirty }: Share, copy: CopyOnShare | null) => {
    changes += 1;
    if (copy !== null) dirty.set(monthOf(copy.key), String(changes));
  };
  const set = ({ receipts, current }: Share, receipt: Receipt) => {
    receipts.set(claimOfReceipt(receipt), { ...receipt });
    if (receipt.role === 'current') current.set(receipt.documentId, receipt);
  };
  const drop = ({ receipts, current }: Share, receipt: Receipt) => {
    receipts.delete(claimOfReceipt(receipt));
    if (receipt.role === 'current') current.delete(receipt.documentId);
  };

  const bring = (to: Share, mirrorId: string, { document, copy, type }: BroughtDocument): boolean => {
    const there = to.receipts.get(claimOf(copy.key));
    if (there && (there.documentId !== document.id || there.role === 'leaving')) return false;
    const before = to.current.get(document.id);
    if (before !== undefined) {
      drop(to, before);
      if (before.copy !== null && there === undefined) set(to, { ...before, role: 'leaving' });
      touch(to, before.copy);
    }
    set(to, {
      ...{ mirrorId, documentId: document.id, role: 'current', copy, type },
      version: versionText(rows.find(document.id)),
      syncedAt: new Date(),
      verifiedAt: before && sameCopy(before.copy, copy) ? before.verifiedAt : null,
      ...{ attempts: 0, nextAttemptAt: null, lastError: null },
    });
    touch(to, copy);
    return true;
  };

  return {
    expectedMirror: async () => expected,

    async expectMirror(mirrorId) {
      expected = mirrorId;
    },

    async page(query) {
      const wanted = filterOf(query);
      return [...share(query.mirrorId).receipts]
        .filter(([claim, receipt]) => wanted(claim, receipt))
        .sort(byClaim)
        .slice(0, query.limit)
        .map(([, receipt]) => receipt);
    },

    async counts(mirrorId) {
      const current = [...share(mirrorId).current.values()];
      return {
        copies: current.filter(({ copy }) => copy !== null).length,
        failing: current.filter(({ attempts }) => attempts > 0).length,
      };
    },

    async mark(mirrorId, brought) {
      const to = share(mirrorId);
      const marked = new Set(rows.mark(brought.map(({ document }) => document)));
      const taken = brought.filter((one) => marked.has(one.document.id) && !bring(to, mirrorId, one));
      for (const { document } of taken) marked.delete(document.id);
      rows.unmark(taken.map(({ document }) => document.id));
      return { marked: [...marked], taken: taken.map(({ document }) => document.id) };
    },

    async note(receipts) {
      for (const receipt of receipts) {
        const to = share(receipt.mirrorId);
        const { verifiedAt, attempts, nextAttemptAt, lastError } = receipt;
        const there = to.receipts.get(claimOfReceipt(receipt));
        if (there && sameReceipt(there, receipt)) set(to, { ...there, verifiedAt, attempts, nextAttemptAt, lastError });
        else if (receipt.copy === null && !to.current.has(receipt.documentId)) set(to, receipt);
      }
    },

    async write(receipts) {
      for (const receipt of receipts) {
        const to = share(receipt.mirrorId);
        const there = to.receipts.get(claimOfReceipt(receipt));
        if (there !== undefined && there.documentId !== receipt.documentId) continue;
        const before = receipt.role === 'current' ? to.current.get(receipt.documentId) : there;
        if (there !== undefined) drop(to, there);
        if (before !== undefined) drop(to, before);
        set(to, receipt);
        if (before && sameCopy(before.copy, receipt.copy)) continue;
        touch(to, before?.copy ?? null);
        touch(to, receipt.copy);
      }
    },

    async remove(receipts) {
      for (const receipt of receipts) {
        const from = share(receipt.mirrorId);
        const there = from.receipts.get(claimOfReceipt(receipt));
        if (there?.role !== receipt.role || !sameCopy(there.copy, receipt.copy)) continue;
        drop(from, there);
        touch(from, there.copy);
      }
    },

    async removeAll(mirrorId) {
      share(mirrorId).receipts.clear();
      share(mirrorId).current.clear();
    },

    async changedPage({ mirrorId, after, limit }) {
      const { current } = share(mirrorId);
      return rows
        .withFile()
        .filter((row) => row.synced === true && (after === undefined || row.id > after))
        .filter((row) => {
          const receipt = current.get(row.id);
          return receipt !== undefined && receipt.copy !== null && receipt.version !== versionText(row);
        })
        .slice(0, limit)
        .map(({ synced: _, syncedAt: __, ...document }) => document);
    },

    async deletedPage({ mirrorId, after, limit }) {
      const wanted = filterOf({ mirrorId, role: 'current', withCopy: true, after, limit });
      return [...share(mirrorId).receipts]
        .filter(([claim, receipt]) => {
          const row = rows.find(receipt.documentId);
          return wanted(claim, receipt) && (row === undefined || !rows.inScope(row));
        })
        .sort(byClaim)
        .slice(0, limit)
        .map(([, receipt]) => receipt);
    },

    dirtyMonths: async (mirrorId) => [...share(mirrorId).dirty].map(([month, token]) => ({ month, token })),

    async cleanMonth(mirrorId, { month, token }) {
      const { dirty } = share(mirrorId);
      if (dirty.get(month) === token) dirty.delete(month);
    },
  };
}
