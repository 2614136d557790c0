import type { DocumentId } from '../document.js';
import { say } from '../messages/describe.js';
import type { Locale } from '../messages/locale.js';
import { typeKey } from '../plan/folders.js';
import { noticeName, withoutReceipts } from '../plan/own-names.js';
import { rowWords } from '../plan/row-words.js';
import { versionText } from '../plan/version-text.js';
import type { Receipt } from '../receipt.js';
import type { ReceiptStore } from '../receipt-store.js';
import { claimsOfPage } from './claims-of-page.js';
import type { Copied } from './copied.js';
import { separateFound } from './found-copies.js';
import { namesOfRun } from './new-names.js';
import { removeOwnFile } from './own-file-writer.js';
import { recognise } from './recognise.js';
import type { TidyTerms } from './tidy-terms.js';
import { workThrough } from './work-through.js';

/** Documents looked at at once. */
const pageSize = 250;

/** What an answer says of marked documents that have no receipt. */
export interface UnreceiptedWords {
  readonly unreceipted?: number;
  readonly warnings?: string[];
}

export function wordsOfUnreceipted(count: number, locale: Locale): UnreceiptedWords {
  if (count === 0) return {};
  return { unreceipted: count, warnings: [say('unreceipted', { count: String(count) }, locale)] };
}

/** Makes the receipts that are missing, where the document's own copy stands where a run would bring it. Copies nothing. */
export interface MissingReceipts {
  make(terms: TidyTerms): Promise<void>;
}

export function createMissingReceipts(): MissingReceipts {
  /** So many could not be made: each try reads their files. */
  let left = 0;
  return {
    async make(terms) {
      const { context, receipts, share, signal } = terms;
      const { mirrorId } = share;
      const missing = await receipts.countUnreceipted(mirrorId);
      if (missing === 0 || missing === left) return;
      const newNames = namesOfRun();
      for (let after: DocumentId | undefined; !signal.aborted; ) {
        const page = await receipts.unreceiptedPage({ mirrorId, after, limit: pageSize });
        after = page.at(-1)?.id;
        if (after === undefined) break;
        const { layout } = context;
        const { storeTag } = share;
        const claims = await claimsOfPage({ receipts, mirrorId, layout, newNames, storeTag }, page);
        const found: Copied[] = [];
        await workThrough([...page.entries()], context.concurrency, signal, async ([n, document]) => {
          const seen = await recognise(context, mirrorId, document, claims[n], signal);
          if ('receipt' in seen) found.push(seen);
        });
        const { ours } = await separateFound(share.others, { layout, storeTag }, found);
        await keep(terms, ours);
      }
      if (signal.aborted) return;
      left = await receipts.countUnreceipted(mirrorId);
      // Every copy is in the lists from now on.
      const notice = noticeName(context.identity.withoutReceipts, withoutReceipts);
      if (left === 0) await removeOwnFile(context.mirror, mirrorId, notice);
    },
  };
}

async function keep({ context, receipts, share: { mirrorId } }: TidyTerms, found: readonly Copied[]): Promise<void> {
  if (found.length === 0) return;
  await context.mirror.confirm({ mirrorId, keys: found.map(({ receipt }) => receipt.key) });
  await receipts.write(found.map((copied) => receiptOf(copied, mirrorId)));
}

function receiptOf({ document, receipt: { key, size, checksum } }: Copied, mirrorId: string): Receipt {
  return {
    ...{ mirrorId, documentId: document.id, role: 'current', copy: { key, size, checksum } },
    ...{ type: typeKey(document.type ?? ''), version: versionText(document), row: rowWords(document) },
    ...{ syncedAt: new Date(), verifiedAt: null, attempts: 0, nextAttemptAt: null, lastError: null },
  };
}

/** As `countUnreceipted`; as long as the counts beside it are the same, so is this one. */
export function createUnreceiptedCount(receipts: ReceiptStore | undefined) {
  let known: { readonly beside: string; readonly count: number } | undefined;
  return async (mirrorId: string, beside: string): Promise<number> => {
    if (receipts === undefined) return 0;
    if (known?.beside !== beside) known = { beside, count: await receipts.countUnreceipted(mirrorId) };
    return known.count;
  };
}
