import type { Document, DocumentId } from '../document.js';
import { claimsAbout } from '../plan/claim.js';
import { receiptFilter } from '../plan/receipt-filter.js';
import { type ReceiptLedger, receiptLedger } from '../plan/receipt-ledger.js';
import { versionText } from '../plan/version-text.js';
import type { Receipt, StoredReceipt } from '../receipt.js';
import type { ReceiptStore } from '../receipt-store.js';
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
  readonly receipts: Map<string, StoredReceipt>;
  readonly current: Map<DocumentId, StoredReceipt>;
  /** Tokens by month. */
  readonly dirty: Map<string, string>;
}

type Concern = Pick<Receipt, 'documentId' | 'copy'> & Partial<StoredReceipt>;

export interface MemoryReceipts extends ReceiptStore {
  /** Past the store, as somebody at the table would: what the current receipt of this document is kept under. */
  editClaim(mirrorId: string, documentId: DocumentId, claim: string): void;
}

/** The receipts of a memory store. */
export function memoryReceipts(rows: RowsBeside): MemoryReceipts {
  const shares = new Map<string, Share>();
  let expected: string | undefined;
  let token = 0;

  const share = (mirrorId: string): Share => {
    const known = shares.get(mirrorId) ?? { receipts: new Map(), current: new Map(), dirty: new Map() };
    shares.set(mirrorId, known);
    return known;
  };
  const change = (mirrorId: string, about: readonly Concern[], decide: (ledger: ReceiptLedger) => void) => {
    const { receipts, current, dirty } = share(mirrorId);
    const concerned = [
      ...claimsAbout(about).map((claim) => receipts.get(claim)),
      ...about.map(({ documentId }) => current.get(documentId)),
    ];
    const ledger = receiptLedger([...new Set(concerned)].filter((receipt) => receipt !== undefined));
    decide(ledger);
    const { replaced, written, months } = ledger.changes();
    for (const claim of replaced) {
      const receipt = receipts.get(claim);
      receipts.delete(claim);
      if (receipt?.role === 'current') current.delete(receipt.documentId);
    }
    for (const [claim, receipt] of written) {
      receipts.set(claim, receipt);
      if (receipt.role === 'current') current.set(receipt.documentId, receipt);
    }
    token += 1;
    for (const month of months) dirty.set(month, String(token));
  };
  const changeAll = (receipts: readonly Receipt[], decide: (ledger: ReceiptLedger, receipt: Receipt) => void) => {
    for (const receipt of receipts) change(receipt.mirrorId, [receipt], (ledger) => decide(ledger, receipt));
  };

  return {
    expectedMirror: async () => expected,

    async expectMirror(mirrorId) {
      expected = mirrorId;
    },

    async page(query) {
      const wanted = receiptFilter(query);
      return [...share(query.mirrorId).receipts]
        .filter(([claim, receipt]) => wanted(claim, receipt))
        .sort(byClaim)
        .slice(0, query.limit)
        .map(([, receipt]) => ({ ...receipt }));
    },

    async counts(mirrorId) {
      const current = [...share(mirrorId).current.values()];
      return {
        copies: current.filter(({ copy }) => copy !== null).length,
        failing: current.filter(({ attempts }) => attempts > 0).length,
      };
    },

    async mark(mirrorId, brought) {
      const marked = new Set(rows.mark(brought.map(({ document }) => document)));
      const taken: DocumentId[] = [];
      const about = brought.map(({ document, copy }) => ({ documentId: document.id, copy }));
      change(mirrorId, about, (ledger) => {
        for (const one of brought) {
          const { id } = one.document;
          if (!marked.has(id) || ledger.bring(mirrorId, one, versionText(rows.find(id)), new Date())) continue;
          marked.delete(id);
          taken.push(id);
        }
      });
      rows.unmark(taken);
      return { marked: [...marked], taken };
    },

    note: async (receipts) => changeAll(receipts, (ledger, receipt) => ledger.note(receipt)),
    write: async (receipts) => changeAll(receipts, (ledger, receipt) => ledger.write(receipt)),
    remove: async (receipts) => changeAll(receipts, (ledger, receipt) => ledger.remove(receipt)),

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

    async deletedPage({ mirrorId, failing, after, limit }) {
      const wanted = receiptFilter({ mirrorId, role: 'current', failing, after, limit });
      return [...share(mirrorId).receipts]
        .filter(([claim, receipt]) => {
          const row = rows.find(receipt.documentId);
          return wanted(claim, receipt) && (row === undefined || !rows.inScope(row));
        })
        .sort(byClaim)
        .slice(0, limit)
        .map(([, receipt]) => ({ ...receipt }));
    },

    dirtyMonths: async (mirrorId) => [...share(mirrorId).dirty].map(([month, token]) => ({ month, token })),

    editClaim(mirrorId, documentId, claim) {
      const { receipts, current } = share(mirrorId);
      const receipt = current.get(documentId);
      if (receipt === undefined) throw new TypeError(`no receipt of ${documentId}`);
      if (receipts.has(claim)) throw new TypeError(`the claim ${claim} is taken`);
      receipts.delete(receipt.claim);
      const edited = { ...receipt, claim };
      receipts.set(claim, edited);
      current.set(documentId, edited);
    },

    async cleanMonth(mirrorId, { month, token }) {
      const { dirty } = share(mirrorId);
      if (dirty.get(month) === token) dirty.delete(month);
    },
  };
}

const byClaim = ([a]: [string, StoredReceipt], [b]: [string, StoredReceipt]) => (a < b ? -1 : 1);
