import type { FailurePage } from '../http/contract.js';
import { describe } from '../messages/describe.js';
import type { Locale } from '../messages/locale.js';
import { claimText, readClaim } from '../plan/claim-text.js';
import type { ReceiptStore } from '../receipt-store.js';
import { storedFailure } from './stored-failure.js';

/** Whether this can be the cursor of a page of failures. */
export function isFailuresCursor(cursor: string): boolean {
  return readClaim(cursor) !== undefined;
}

/** One page of the documents that keep failing, in the order of their claims. Asks the database only. */
export async function failuresPage(
  receipts: ReceiptStore,
  mirrorId: string,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
  locale: Locale,
): Promise<FailurePage> {
  const behind = after === undefined ? undefined : readClaim(after);
  const page = await receipts.page({ mirrorId, role: 'current', failing: true, after: behind, limit });
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
    cursor: last !== undefined && page.length === limit ? claimText(last.claim) : null,
  };
}
