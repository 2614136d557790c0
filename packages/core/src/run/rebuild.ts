import type { DocumentId, StoredDocument } from '../document.js';
import type { ReceiptStore } from '../receipt-store.js';
import { claimsOfPage } from './claims-of-page.js';
import type { Copied } from './copied.js';
import { type Ending, reasonOf } from './ending.js';
import { importLists } from './import-lists.js';
import { confirmAndMark } from './mark-batch.js';
import { writeMonthLists } from './month-lists.js';
import { maxNameTries } from './name-tries.js';
import { type NewNames, namesOfRun } from './new-names.js';
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
  readonly mirrorId: string;
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
  const { context, receipts, mirrorId, ending } = terms;
  const { store } = context;
  const newNames = namesOfRun();
  let looked = 0;
  let marked = 0;
  let unknown = 0;
  const counts = () => ({ looked, marked, unknown });
  try {
    await beginRebuild(context.mirror, mirrorId);
    // First the marks: a mark without a receipt would be believed and never looked at.
    await store.unmarkAll();
    await receipts.removeAll(mirrorId);
    const imported = await importLists(context, receipts, mirrorId, ending.signal);
    unknown = imported.unknown;
    const documents = (after: DocumentId | undefined) => store.page({ after, limit: pageSize });
    for await (const page of walkPages(documents, placeOfDocument)) {
      if (ending.signal.aborted) break;
      marked += await recognisePage(terms, page, newNames);
      looked += page.length;
      progressed({ looked, marked });
    }
    if (!ending.signal.aborted) {
      await writeMonthLists({ context, receipts, mirrorId, signal: ending.signal, warn }, imported.months);
    }
    if (!ending.signal.aborted) await endRebuild(context.mirror, mirrorId);
    return { ...counts(), stopped: ending.reason() };
  } catch (error) {
    return { ...counts(), stopped: ending.reason() ?? reasonOf(error, context.onError) };
  }
}

/** Resolves to how many of these documents were marked. */
async function recognisePage(
  terms: RebuildTerms,
  page: readonly StoredDocument[],
  newNames: NewNames,
): Promise<number> {
  const { context, receipts, mirrorId, ending } = terms;
  const { layout, concurrency } = context;
  const claims = await claimsOfPage({ receipts, mirrorId, layout, newNames }, page);
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
    const others: Copied[] = [];
    for await (const outcome of confirmAndMark(context, mirrorId, found)) {
      marked += outcome.marked.length;
      unrecognised.push(...outcome.refused.map(({ copied }) => ({ ...copied, sourceIsGone: false })));
      others.push(...outcome.taken);
    }
    // Another instance was faster to claim the name.
    for (const { claims, receipt } of others) claims?.passOver(receipt.key);
    left = others;
  }
  return marked + (await settleListed(terms, unrecognised));
}
