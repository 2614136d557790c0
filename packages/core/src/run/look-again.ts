import type { DocumentId, StoredDocument } from '../document.js';
import type { SyncErrorCode } from '../errors/codes.js';
import { SyncError } from '../errors/sync-error.js';
import type { CopyReceipt } from '../mirror.js';
import { claimOf } from '../plan/claim.js';
import { isSameDocument, isSameRow } from '../plan/same-row.js';
import { versionText } from '../plan/version-text.js';
import type { Receipt } from '../receipt.js';
import type { DocumentStore } from '../store.js';
import { currentReceipts } from './claims-of-page.js';
import type { Copied } from './copied.js';
import { type TransferContext, transfer } from './transfer.js';
import { workThrough } from './work-through.js';

export interface MarkContext extends TransferContext {
  readonly store: DocumentStore;
}

export interface RefusedMark {
  readonly copied: Copied;
  /** Why it is pending, or gone. */
  readonly code: SyncErrorCode;
}

export interface SeenAgain {
  /** Marked already, by somebody else, and the share holds what their sources hold. */
  readonly done: readonly Copied[];
  /** To be marked as they read now: the share holds what their sources hold. */
  readonly again: readonly Copied[];
  readonly refused: readonly RefusedMark[];
}

export interface LookTerms {
  /** These documents were read and compared before; only their mark was tried since. */
  readonly again: boolean;
  /** No mark is tried after this. */
  readonly last: boolean;
}

/**
 * Reads the rows again that refused their mark. A version tells nothing by itself: where it changes with every update,
 * another instance's mark changes it too. So what counts is whether the row still means the same document in the same
 * place, and whether the share holds what its source holds now: by the receipt where that is of the row as it reads,
 * else by comparing anew. If so, the work is done, or the row may be marked as it reads now. If not, our copy may have
 * come to stand in the way of another's: a mark that is there is taken back while the row still reads so, and the next
 * run looks at it. Rejects where the share is in trouble.
 */
export async function lookAgain(
  context: MarkContext,
  mirrorId: string,
  unmarked: readonly Copied[],
  terms: LookTerms,
): Promise<SeenAgain> {
  const { store, concurrency } = context;
  const done: Copied[] = [];
  const again: Copied[] = [];
  const refused: RefusedMark[] = [];
  const wrong: StoredDocument[] = [];
  // What is copied is marked or refused also where a run is stopping.
  const { signal } = new AbortController();

  const rows = new Map<DocumentId, StoredDocument>();
  await workThrough(unmarked, concurrency, signal, async ({ document: { id } }) => {
    const row = await store.find(id);
    if (row !== undefined) rows.set(id, row);
  });
  // After the rows: a receipt whose version is the row's then vouches for the row as it was read.
  const receipts = await receiptsOf(store, mirrorId, rows);

  async function look(copied: Copied): Promise<void> {
    const { document } = copied;
    const row = rows.get(document.id);
    const refuse = (code: SyncErrorCode): void => {
      refused.push({ copied, code });
      if (row?.synced) wrong.push(row);
    };
    if (row === undefined || !isSameDocument(row, document)) return refuse('DOCUMENT_CHANGED');
    const receipt = receipts.get(document.id);
    if (row.synced && isOf(receipt, row, copied.receipt)) {
      done.push({ ...copied, document: row });
      return;
    }
    if (!row.synced && (terms.last || (terms.again && isSameRow(row, document)))) return refuse('MARK_NOT_KEPT');
    const found = await findCopy(context, mirrorId, { ...copied, document: row }, signal);
    if (found === undefined || isStrange(copied, found, row, receipt)) return refuse('DOCUMENT_CHANGED');
    const isDone = row.synced && (store.receipts === undefined || isOf(receipt, row, found.receipt));
    // At last also where only the receipt is of another version; the next run sees to that.
    if (isDone || terms.last) done.push(found);
    else again.push(found);
  }

  await workThrough(unmarked, concurrency, signal, look);
  if (wrong.length > 0) await store.takeBack(wrong);
  return { done, again, refused };
}

/** Of those that are marked. */
async function receiptsOf(
  { receipts }: DocumentStore,
  mirrorId: string,
  rows: ReadonlyMap<DocumentId, StoredDocument>,
): Promise<Map<DocumentId, Receipt>> {
  const marked = [...rows.values()].flatMap(({ id, synced }) => (synced ? [id] : []));
  return receipts === undefined ? new Map() : currentReceipts(receipts, mirrorId, marked);
}

/** Whether the receipt vouches for the row as it reads, with this copy. */
function isOf(receipt: Receipt | undefined, row: StoredDocument, { key, checksum }: CopyReceipt): boolean {
  if (!receipt?.copy || receipt.version !== versionText(row)) return false;
  return receipt.copy.checksum === checksum && claimOf(receipt.copy.key) === claimOf(key);
}

/** Under a name that neither we nor, by its mark, another instance of ours gave: the file may be another store's. */
function isStrange({ receipt: ours, claims }: Copied, found: Copied, row: StoredDocument, receipt?: Receipt): boolean {
  const { key } = found.receipt;
  if (key === ours.key || key === claims?.previous?.key) return false;
  return !row.synced || (claims?.previous !== undefined && receipt?.copy?.key !== key);
}

/**
 * Compares the source with the copies that it may have: ours first, whatever other name has become free meanwhile.
 * Undefined where the share has no copy of what the source holds now.
 */
async function findCopy(
  context: MarkContext,
  mirrorId: string,
  copied: Copied,
  signal: AbortSignal,
): Promise<Copied | undefined> {
  const { key, size, checksum } = copied.receipt;
  for (const previous of [{ key, size, checksum }, copied.claims?.previous]) {
    const claimed = () => copied.claims?.claimed() ?? [];
    const nameTag = () => copied.claims?.nameTag();
    const nothing = { took: () => undefined, passOver: () => 0, leaveToOthers: () => undefined };
    const claims = { receipt: undefined, previous, claimed, nameTag, ...nothing };
    const look = await transfer(context, copied.document, { mirrorId, signal, claims, dryRun: true });
    if (look.outcome === 'stop') throw new SyncError(look.code, { params: look.params, scope: 'run' });
    if (look.outcome !== 'done' || look.receipt.outcome !== 'unchanged') continue;
    const isOurs = look.receipt.key === key && look.receipt.checksum === checksum;
    return isOurs ? copied : { ...copied, receipt: look.receipt, action: 'mark' };
  }
  return undefined;
}
