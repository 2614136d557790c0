import type { DocumentId } from '../document.js';
import type { CopyOnShare, Receipt, StoredReceipt } from '../receipt.js';
import type { BroughtDocument } from '../receipt-store.js';
import { claimOfReceipt, monthOf, storedClaimOf } from './claim.js';
import { rowWords } from './row-words.js';

/** What a store has to do, in one transaction. */
export interface ReceiptChanges {
  /** Claims of the receipts that go or are written anew. */
  readonly replaced: readonly string[];
  /** By the claim to store them under; none of them is there once the replaced ones are gone. */
  readonly written: ReadonlyMap<string, StoredReceipt>;
  /** Months that become dirty. */
  readonly months: ReadonlySet<string>;
}

/**
 * The rules of `ReceiptStore` for what is written, over the receipts of one share that are concerned: those with the
 * claims in question, and all of the documents in question. A store reads these, lets the ledger decide, and writes the
 * changes, all in one transaction.
 */
export interface ReceiptLedger {
  /** False: the key is taken, and nothing changes. `version` is the row's after the mark. */
  bring(mirrorId: string, brought: BroughtDocument, version: string | null, syncedAt: Date): boolean;
  note(receipt: Receipt): void;
  write(receipt: Receipt): void;
  remove(receipt: Receipt): void;
  changes(): ReceiptChanges;
}

export function receiptLedger(existing: readonly StoredReceipt[]): ReceiptLedger {
  const before = new Map(existing.map((receipt) => [receipt.claim, receipt]));
  const now = new Map(before);
  const current = new Map<DocumentId, StoredReceipt>();
  const months = new Set<string>();

  const put = (receipt: StoredReceipt) => {
    now.set(receipt.claim, receipt);
    if (receipt.role === 'current') current.set(receipt.documentId, receipt);
  };
  const set = (receipt: Receipt) => put({ ...receipt, claim: claimOfReceipt(receipt) });
  const drop = (receipt: StoredReceipt) => {
    now.delete(receipt.claim);
    if (receipt.role === 'current') current.delete(receipt.documentId);
  };
  const touch = (copy: CopyOnShare | null | undefined) => void (copy && months.add(monthOf(copy.key)));
  for (const receipt of before.values()) put(receipt);

  return {
    bring(mirrorId, { document, copy, type }, version, syncedAt) {
      const claim = claimOfReceipt({ documentId: document.id, copy });
      const there = now.get(claim);
      if (there && (there.documentId !== document.id || there.role === 'leaving')) return false;
      const former = current.get(document.id);
      if (there !== undefined) drop(there);
      if (former !== undefined) {
        drop(former);
        const leaving = claimOfReceipt(former);
        // Under the same claim it is the same name, and the new copy took its place.
        if (former.copy !== null && leaving !== claim && !now.has(leaving)) set({ ...former, role: 'leaving' });
      }
      const verifiedAt = former && sameCopy(former.copy, copy) ? former.verifiedAt : null;
      const untried = { attempts: 0, nextAttemptAt: null, lastError: null };
      set({
        ...{ mirrorId, documentId: document.id, role: 'current', copy, type },
        ...{ version, row: rowWords(document), syncedAt, verifiedAt, ...untried },
      });
      touch(former?.copy);
      touch(copy);
      return true;
    },

    note(receipt) {
      const { verifiedAt, attempts, nextAttemptAt, lastError } = receipt;
      const there = now.get(storedClaimOf(receipt));
      if (there && isAsRead(there, receipt)) put({ ...there, verifiedAt, attempts, nextAttemptAt, lastError });
      else if (receipt.copy === null && !current.has(receipt.documentId)) set({ ...receipt, role: 'current' });
    },

    write(receipt) {
      const there = now.get(claimOfReceipt(receipt));
      if (there !== undefined && there.documentId !== receipt.documentId) return;
      const former = receipt.role === 'current' ? current.get(receipt.documentId) : there;
      for (const replaced of [there, former]) if (replaced) drop(replaced);
      set(receipt);
      if (former && sameCopy(former.copy, receipt.copy)) return;
      touch(former?.copy);
      touch(receipt.copy);
    },

    remove(receipt) {
      const there = now.get(storedClaimOf(receipt));
      if (there?.documentId !== receipt.documentId || there.role !== receipt.role) return;
      if (!sameCopy(there.copy, receipt.copy)) return;
      drop(there);
      touch(there.copy);
    },

    changes: () => ({
      replaced: [...before].flatMap(([claim, receipt]) => (now.get(claim) === receipt ? [] : [claim])),
      written: new Map([...now].filter(([claim, receipt]) => before.get(claim) !== receipt)),
      months,
    }),
  };
}

function isAsRead(there: Receipt, read: Receipt): boolean {
  return (
    there.documentId === read.documentId &&
    there.role === read.role &&
    sameCopy(there.copy, read.copy) &&
    there.syncedAt?.getTime() === read.syncedAt?.getTime()
  );
}

function sameCopy(a: CopyOnShare | null, b: CopyOnShare | null): boolean {
  return a?.key === b?.key && a?.size === b?.size && a?.checksum === b?.checksum;
}
