import type { CopyJob, CopyReceipt, Document, DocumentStore, Mirror, ReceiptStore } from '@docmirror/core';

/** A store of so many documents that are made as they are read; it keeps nothing of them but how many. */
export function endlessStore(total: number, seen: { read: number; marked: number }): DocumentStore {
  const document = (id: number): Document => ({
    id,
    type: 'invoice',
    date: '2024-01-31',
    source: `${id}`,
    fileName: `${id}`,
  });
  return {
    identity: { derived: 'endless' },
    parseId: Number,
    find: async (id) => ({ ...document(Number(id)), synced: false }),
    counts: async () => ({ total, synced: seen.marked, pending: total - seen.marked, lastSync: null }),
    lastPendingId: async () => total,
    async pendingPage({ after, limit }) {
      const first = after === undefined ? 1 : Number(after) + 1;
      const page = Array.from({ length: Math.min(limit, total - first + 1) }, (_, n) => document(first + n));
      seen.read += page.length;
      return page;
    },
    async mark(documents) {
      seen.marked += documents.length;
      return documents.map(({ id }) => id);
    },
    unmark: async () => undefined,
    takeBack: async () => undefined,
    page: async () => [],
    unmarkAll: async () => undefined,
  };
}

/** A mirror that copies as told. */
export function scriptedMirror(copy: (job: CopyJob) => Promise<CopyReceipt>): Mirror {
  const marker = {
    id: 'scripted',
    createdAt: '2024-01-31T00:00:00.000Z',
    folders: { receipt: 'receipts', invoice: 'invoices', payslip: 'salaries', other: 'others' },
  };
  return {
    path: '/scripted',
    probe: async () => ({ usable: true, marker }),
    adopt: async () => marker,
    copy,
    confirm: async () => undefined,
    inspect: async ({ copies }) => copies.map(() => ({ state: 'right' })),
    remove: async () => 'removed',
    restore: async () => 'restored',
    list: async () => [],
    write: async () => undefined,
    read: async () => null,
    close: async () => undefined,
  };
}

export function receiptOf({ directory, fileName }: CopyJob): CopyReceipt {
  return { outcome: 'copied', key: `${directory}/${fileName}`, size: 1, checksum: '0'.repeat(64), notPreserved: [] };
}

/**
 * Receipts of as many documents as `endlessStore` has, all in one month; they are made as they are read, and nothing of
 * them is kept but how many are marked.
 */
export function endlessReceipts(total: number, seen: { marked: number }): ReceiptStore {
  const receipt = (id: number) => ({
    ...{ mirrorId: 'scripted', documentId: id, role: 'current' as const, type: 'invoice', version: null, row: null },
    claim: String(id).padStart(64, '0'),
    copy: { key: `2024/01/invoices/${id}`, size: 1, checksum: '0'.repeat(64) },
    ...{ syncedAt: new Date(0), verifiedAt: null, attempts: 0, nextAttemptAt: null, lastError: null },
  });
  let listed = 0;
  let dirty = true;
  return {
    expectedMirror: async () => 'scripted',
    expectMirror: async () => undefined,
    storeId: async () => 'endless',
    keepStoreId: async () => 'endless',
    async page({ month, after, limit }) {
      if (month === undefined) return [];
      if (after === undefined) listed = 0;
      const page = Array.from({ length: Math.min(limit, total - listed) }, (_, n) => receipt(listed + n + 1));
      listed += page.length;
      return page;
    },
    counts: async () => ({ copies: seen.marked, failing: 0 }),
    async mark(_, brought) {
      seen.marked += brought.length;
      return { marked: brought.map(({ document }) => document.id), taken: [] };
    },
    note: async () => undefined,
    write: async () => undefined,
    remove: async () => undefined,
    removeAll: async () => undefined,
    changedPage: async () => [],
    unreceiptedPage: async () => [],
    countUnreceipted: async () => 0,
    deletedPage: async () => [],
    dirtyMonths: async () => (dirty ? [{ month: '2024-01', token: '1' }] : []),
    async cleanMonth() {
      dirty = false;
    },
  };
}
