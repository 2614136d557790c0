import type { DocumentId, StoredDocument } from '../document.js';
import { noticeName, unknownMonth, withoutReceipts } from '../plan/own-names.js';
import type { ReceiptStore } from '../receipt-store.js';
import { removeListsOf } from './absorb-stores.js';
import { claimsOfPage } from './claims-of-page.js';
import type { Copied } from './copied.js';
import { type Ending, reasonOf } from './ending.js';
import { separateFound } from './found-copies.js';
import { importLists } from './import-lists.js';
import { confirmAndMark } from './mark-batch.js';
import { writeMonthLists } from './month-lists.js';
import { maxNameTries } from './name-tries.js';
import { type NewNames, namesOfRun } from './new-names.js';
import { removeOwnFile } from './own-file-writer.js';
import type { OwnOnShare } from './own-on-share.js';
import type { OwnShare } from './own-share.js';
import { placeOfDocument, walkPages } from './pages.js';
import { recognise, type Unrecognised } from './recognise.js';
import type { StopReason } from './report.js';
import type { RunContext } from './run.js';
import { settleListed } from './settle-listed.js';
import { beginRebuild, endRebuild } from './unfinished-rebuild.js';
import { workThrough } from './work-through.js';

export interface RebuildTerms {
  readonly context: RunContext;
  readonly receipts: ReceiptStore;
  readonly share: OwnShare;
  /** What the share has of this store, and of the identities that it had before. */
  readonly own: OwnOnShare;
  readonly ending: Ending;
}

export interface RebuildReport {
  /** Documents with a file that were looked at. */
  readonly looked: number;
  /** Of them, those whose copy was recognised. */
  readonly marked: number;
  /** Copies that lists on the share name, and whose document the database does not know. */
  readonly unknown: number;
  readonly stopped: StopReason | undefined;
}

/** A list that could not be written is with the next run, which says so. */
const warn = (): void => undefined;

/** Documents read from the database at once. */
const pageSize = 500;

/**
 * Makes receipts and marks anew from share and documents. What was known is forgotten first; then the lists on the share say
 * whose the copies are supposed to be, and every document is looked for where a run would bring it; at last, the lists are
 * written anew. Nothing is copied. Wherever it ends, what is not marked is pending, and the lists stay for it to be called
 * again. Never rejects.
 */
export async function rebuild(
  terms: RebuildTerms,
  progressed: (counts: { readonly looked: number; readonly marked: number }) => void,
): Promise<RebuildReport> {
  const { context, receipts, share, own, ending } = terms;
  const { store, mirror, identity, notices } = context;
  const { mirrorId, storeId } = share;
  const newNames = namesOfRun();
  let endNotice: () => void = () => undefined;
  let looked = 0;
  let marked = 0;
  let unknown = 0;
  const counts = () => ({ looked, marked, unknown });
  try {
    endNotice = await notices.begin(mirrorId, storeId);
    await beginRebuild({ mirror, mirrorId, storeId }, own.before);
    if (own.kept !== undefined) await identity.replace(storeId, own.kept);
    // First the marks: a mark without a receipt would be believed and never looked at.
    await store.unmarkAll();
    await receipts.removeAll(mirrorId);
    unknown = await importLists(context, receipts, share, own.lists, ending.signal);
    const documents = (after: DocumentId | undefined) => store.page({ after, limit: pageSize });
    for await (const page of walkPages(documents, placeOfDocument)) {
      if (ending.signal.aborted) break;
      marked += await recognisePage(terms, page, newNames);
      looked += page.length;
      progressed({ looked, marked });
    }
    if (!ending.signal.aborted) {
      const months = own.lists.flatMap(({ list }) => (list === unknownMonth ? [] : [list]));
      await writeMonthLists({ context, receipts, share, signal: ending.signal, warn }, months);
    }
    endNotice();
    if (!ending.signal.aborted) await conclude(terms);
    return { ...counts(), stopped: ending.reason() };
  } catch (error) {
    return { ...counts(), stopped: ending.reason() ?? reasonOf(error, context.onError) };
  } finally {
    endNotice();
  }
}

/** All is in the store's own lists, where they could be written. */
async function conclude({ context, receipts, share: { mirrorId, storeId }, own }: RebuildTerms): Promise<void> {
  const { mirror, notices } = context;
  const isWritten = (await receipts.dirtyMonths(mirrorId)).length === 0;
  if (isWritten) {
    await removeListsOf(mirror, mirrorId, own.before);
    // Of the time before it kept receipts, under the same identity.
    await removeOwnFile(mirror, mirrorId, noticeName(storeId, withoutReceipts));
  }
  await endRebuild({ mirror, mirrorId, storeId });
  if (isWritten) await notices.settle(mirrorId, storeId);
}

/** Resolves to how many of these documents were marked. */
async function recognisePage(
  terms: RebuildTerms,
  page: readonly StoredDocument[],
  newNames: NewNames,
): Promise<number> {
  const { context, receipts, share, ending } = terms;
  const { layout, concurrency } = context;
  const { mirrorId, storeTag, others } = share;
  const claims = await claimsOfPage({ receipts, mirrorId, layout, newNames, storeTag }, page);
  const unrecognised: Unrecognised[] = [];
  let left: readonly Pick<Unrecognised, 'document' | 'claims'>[] = page.map((document, n) => ({
    document,
    claims: claims[n],
  }));
  let marked = 0;
  for (let tries = 0; left.length > 0 && tries < maxNameTries; tries++) {
    const found: Copied[] = [];
    await workThrough(left, concurrency, ending.signal, async ({ document, claims }) => {
      const seen = await recognise(context, mirrorId, document, claims, ending.signal);
      if ('receipt' in seen) found.push(seen);
      else unrecognised.push(seen);
    });
    const { ours, notOurs } = await separateFound(others, { layout, storeTag }, found);
    const taken: Copied[] = [...notOurs];
    for await (const outcome of confirmAndMark(context, mirrorId, ours)) {
      marked += outcome.marked.length;
      unrecognised.push(...outcome.refused.map(({ copied }) => ({ ...copied, sourceIsGone: false })));
      taken.push(...outcome.taken);
    }
    // Another store has the file, or another instance was faster to claim the name.
    for (const { claims, receipt } of taken) claims?.passOver(receipt.key);
    left = taken;
  }
  return marked + (await settleListed(terms, unrecognised));
}
