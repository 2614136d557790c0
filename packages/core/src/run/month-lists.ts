import { isSyncError } from '../errors/sync-error.js';
import { checksumLine, documentLine, type ListedReceipt } from '../plan/month-lines.js';
import { checksumList, documentList } from '../plan/own-names.js';
import { ownFileWriter } from './own-file-writer.js';
import { placeOfReceipt, walkPages } from './pages.js';
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
  const { context, receipts, signal, warn } = terms;
  const { mirrorId } = terms.share;
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
  const { receipts } = terms;
  const { mirrorId } = terms.share;
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

async function writeMonth({ context, receipts, share }: TidyTerms, month: string): Promise<void> {
  const { mirror } = context;
  const { mirrorId, storeId } = share;
  const checksums = ownFileWriter(mirror, mirrorId, checksumList(storeId, month));
  const documents = ownFileWriter(mirror, mirrorId, documentList(storeId, month));
  // One page behind what was read: a short list is written in one piece.
  let lines: ListedReceipt[] = [];
  const write = async (last: boolean): Promise<void> => {
    await checksums(lines.map(checksumLine).join(''), last);
    await documents(lines.map((receipt) => documentLine(receipt, storeId)).join(''), last);
  };
  const query = { mirrorId, role: 'current', withCopy: true, month, limit: pageSize } as const;
  const listed = (after: string | undefined) => receipts.page({ ...query, after });
  for await (const page of walkPages(listed, placeOfReceipt)) {
    if (lines.length > 0) await write(false);
    lines = page.flatMap(({ copy, ...receipt }) => (copy === null ? [] : [{ ...receipt, copy }]));
  }
  await write(true);
}
