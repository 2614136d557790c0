import { isSyncError } from '../errors/sync-error.js';
import { claimOf } from '../plan/claim.js';
import { checksumLine, documentLine, type ListedReceipt } from '../plan/month-lines.js';
import type { ReceiptStore } from '../receipt-store.js';
import { ownFileWriter } from './own-file-writer.js';
import type { TidyTerms } from './tidy-terms.js';
import { rejectForTrouble } from './trouble.js';

/** Receipts read, and lines written, at once. */
const pageSize = 1_000;

/** How often a month is written at most while others write it too. */
const maxTries = 3;

/**
 * Writes the lists of every month that changed, so that the share can be checked, and read, without the database.
 * @param months are written as well, changed or not.
 */
export async function writeMonthLists(terms: TidyTerms, months: readonly string[] = []): Promise<void> {
  const { context, receipts, mirrorId, signal, warn } = terms;
  const tokens = new Map<string, string | undefined>(months.map((month) => [month, undefined]));
  for (const { month, token } of await receipts.dirtyMonths(mirrorId)) tokens.set(month, token);
  for (const [month, token] of tokens) {
    if (signal.aborted) return;
    try {
      await writeUntilClean(terms, month, token);
    } catch (error) {
      if (!isSyncError(error)) throw error;
      await rejectForTrouble(error, context.probe);
      warn({ phrase: 'listNotWritten', params: { name: month, error: error.params.error ?? error.code } });
    }
  }
}

async function writeUntilClean(terms: TidyTerms, month: string, firstToken: string | undefined): Promise<void> {
  const { receipts, mirrorId } = terms;
  let token = firstToken;
  for (let tries = 1; tries <= maxTries; tries++) {
    await writeMonth(terms, month);
    const now = (await receipts.dirtyMonths(mirrorId)).find((dirty) => dirty.month === month)?.token;
    if (now === token) {
      if (token !== undefined) await receipts.cleanMonth(mirrorId, { month, token });
      return;
    }
    // It changed, or another instance wrote it meanwhile, perhaps before us and with more: once again.
    token = now;
  }
}

async function writeMonth({ context, receipts, mirrorId }: TidyTerms, month: string): Promise<void> {
  const { mirror } = context;
  const checksums = ownFileWriter(mirror, mirrorId, `checksums/${month}.sha256`);
  const documents = ownFileWriter(mirror, mirrorId, `documents/${month}.jsonl`);
  let after: string | undefined;
  for (let last = false; !last; ) {
    const page = await listedPage(receipts, mirrorId, month, after);
    last = page.length < pageSize;
    await checksums(page.map(checksumLine).join(''), last);
    await documents(page.map(documentLine).join(''), last);
    const key = page.at(-1)?.copy.key;
    if (key !== undefined) after = claimOf(key);
  }
}

async function listedPage(
  receipts: ReceiptStore,
  mirrorId: string,
  month: string,
  after: string | undefined,
): Promise<ListedReceipt[]> {
  const query = { mirrorId, role: 'current', withCopy: true, month, after, limit: pageSize } as const;
  const page = await receipts.page(query);
  return page.flatMap(({ copy, ...receipt }) => (copy === null ? [] : [{ ...receipt, copy }]));
}
