import { isSyncError, type SyncError } from '../errors/sync-error.js';
import type { ReceiptStore } from '../receipt-store.js';
import { concernsAll, type Ending, reasonOf } from './ending.js';
import { placeOfReceipt, walkPages } from './pages.js';
import type { Failure, StopReason } from './report.js';
import { type RestoreTerms, restoreCopy } from './restore-one.js';
import { rejectForTrouble } from './trouble.js';
import { type Held, isHeld } from './verify-copies.js';
import { workThrough } from './work-through.js';

export interface CopyFilter {
  /** In the layout's form. */
  readonly type?: string | undefined;
  /** `2024-01`, `undated`. */
  readonly month?: string | undefined;
}

/** Result of restoring many, without words. */
export interface RestoreReport {
  readonly restored: number;
  readonly present: number;
  readonly failed: number;
  /** The first 1,000. */
  readonly failures: readonly Failure[];
  readonly stopped: StopReason | undefined;
}

const pageSize = 500;
const maxFailures = 1_000;

/** The local disk as a whole: no other document can be written either. */
const diskFailures = new Set(['ENOSPC', 'EDQUOT', 'EROFS']);

/**
 * Copies back all that the filter lets through; one bad document never keeps the others.
 * @param progressed after every one. Never rejects.
 */
export async function restoreMany(
  terms: RestoreTerms,
  filter: CopyFilter,
  ending: Ending,
  progressed: (counts: Pick<RestoreReport, 'restored' | 'present' | 'failed'>) => void,
): Promise<RestoreReport> {
  const { context, receipts, mirrorId } = terms;
  const counts = { restored: 0, present: 0, failed: 0 };
  const failures: Failure[] = [];

  function fail({ documentId }: Held, { code, params }: SyncError): void {
    counts.failed += 1;
    if (failures.length < maxFailures) failures.push({ documentId, code, params });
  }

  let stopped: StopReason | undefined;
  try {
    await workThrough(copies(receipts, mirrorId, filter), context.concurrency, ending.signal, async (receipt) => {
      try {
        counts[(await restoreCopy(terms, receipt)).outcome] += 1;
      } catch (error) {
        if (!isSyncError(error) || isOfDisk(error)) throw error;
        if (concernsAll(error)) throw error;
        await rejectForTrouble(error, context.look);
        fail(receipt, error);
      }
      progressed(counts);
    });
    stopped = ending.reason();
  } catch (error) {
    stopped = ending.reason() ?? reasonOf(error, context.onError);
  }
  return { ...counts, failures, stopped };
}

function isOfDisk({ code, params }: SyncError): boolean {
  return code === 'RESTORE_FAILED' && diskFailures.has(params.error ?? '');
}

async function* copies(
  receipts: ReceiptStore,
  mirrorId: string,
  { type, month }: CopyFilter,
): AsyncGenerator<Held, void, void> {
  const query = { mirrorId, role: 'current', withCopy: true, type, month, limit: pageSize } as const;
  const held = (after: string | undefined) => receipts.page({ ...query, after });
  for await (const page of walkPages(held, placeOfReceipt)) yield* page.filter(isHeld);
}
