import type { FailurePage } from '../http/contract.js';
import { describe } from '../messages/describe.js';
import type { Locale } from '../messages/locale.js';
import { claimOfReceipt } from '../plan/claim.js';
import type { ReceiptStore } from '../receipt-store.js';
import { storedFailure } from './stored-failure.js';

const claim = /^(document:)?[\da-f]{64}$/;

/** Whether this can be the cursor of a page of failures. */
export function isFailuresCursor(cursor: string): boolean {
  return claim.test(cursor);
}

/** One page of the documents that keep failing, in the order of their claims. Asks the database only. */
export async function failuresPage(
  receipts: ReceiptStore,
  mirrorId: string,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
  locale: Locale,
): Promise<FailurePage> {
  const page = await receipts.page({ mirrorId, role: 'current', failing: true, after, limit });
  const last = page.at(-1);
  return {
    failures: page.map(({ documentId, lastError, attempts, nextAttemptAt }) => {
      const { code, params } = storedFailure(lastError);
      return {
        document_id: String(documentId),
        code,
        message: describe(code, params, locale).message,
        attempts,
        next_attempt_at: nextAttemptAt?.toISOString() ?? null,
      };
    }),
    cursor: last !== undefined && page.length === limit ? claimOfReceipt(last) : null,
  };
}
