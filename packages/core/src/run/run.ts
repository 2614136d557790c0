import type { Document } from '../document.js';
import type { ErrorParams, SyncErrorCode } from '../errors/codes.js';
import { isSyncError } from '../errors/sync-error.js';
import { describe } from '../messages/describe.js';
import type { Locale } from '../messages/locale.js';
import type { DocumentStore } from '../store.js';
import type { Copied } from './copied.js';
import type { DeletedPolicy } from './deleted-option.js';
import { blankClaims } from './document-claims.js';
import { type DocumentToBring, documentsToBring, isWaiting } from './documents-to-bring.js';
import type { SyncEmitter } from './emitter.js';
import { createFailureNotes } from './failure-notes.js';
import { separateFound } from './found-copies.js';
import { confirmAndMark } from './mark-batch.js';
import { createMarkQueue } from './mark-queue.js';
import { maxNameTries } from './name-tries.js';
import { namesOfRun } from './new-names.js';
import { isOfNotice, type Notices } from './notices.js';
import type { OwnIdentity } from './own-identity.js';
import type { OwnShare } from './own-share.js';
import { pendingDocuments } from './pending-documents.js';
import type { RunReport, StopReason } from './report.js';
import { createRoomWatch } from './room-watch.js';
import { tellSynced } from './synced-event.js';
import { createTally } from './tally.js';
import { tidyUp } from './tidy-up.js';
import { type TransferContext, transfer } from './transfer.js';
import { lossOf } from './trouble.js';
import type { MissingReceipts } from './unreceipted.js';

export interface RunContext extends TransferContext {
  readonly store: DocumentStore;
  readonly identity: OwnIdentity;
  readonly notices: Notices;
  readonly missingReceipts: MissingReceipts;
  readonly deleted: DeletedPolicy;
  /** Documents in hand at once: those being copied, and those that wait in the mirror for their turn. */
  readonly inHand: number;
  readonly locale: Locale;
  readonly emitter: SyncEmitter;
  readonly onError: (error: unknown) => void;
}

export interface Run {
  /** Never rejects. */
  readonly report: Promise<RunReport>;
  /** No new document; what is under way is brought to its end. The first reason counts. */
  stop(reason: StopReason): void;
  /** Ends the run now; what is under way counts as untried. */
  abandon(reason: StopReason): void;
}

/** So many different documents in a row with an error nobody knows: then it is the share. */
const maxUnknownInARow = 5;

export interface RunTerms {
  readonly share: OwnShare;
  /** Documents pending. */
  readonly expected: number;
  /** How many of them to try at most. */
  readonly limit: number;
  /** Copies of deleted documents may go, however many they are. */
  readonly allowDeletions: boolean;
}

/** Starts one pass over all pending documents of a share that was found to be ours. */
export function startRun(context: RunContext, { share, expected, limit, allowDeletions }: RunTerms): Run {
  const { store, emitter, locale, onError, notices } = context;
  const { mirrorId, storeId, storeTag } = share;
  const { receipts } = store;
  const tally = createTally(Math.min(expected, limit), receipts !== undefined);
  const notes = createFailureNotes(receipts, mirrorId);
  const stopping = new AbortController();
  /** No more documents: the run stops, or the share has no room for them. */
  const bringing = new AbortController();
  /** Documents whose name was taken by another instance, with what is known by now. */
  const again: DocumentToBring[] = [];
  let stopped: StopReason | undefined;
  /** Why copies of deleted documents were left alone; the rest of the run is done. */
  let refused: StopReason | undefined;
  /** The share has no room for more; what else there is to do is done. */
  let full: StopReason | undefined;
  let over = false;
  let unknownInARow = 0;
  /** Ends the notice of this run, which is begun before its first copy. */
  let announced: Promise<() => void> | undefined;

  function stop({ code, params }: StopReason): void {
    stopped ??= { code, params };
    stopping.abort();
    bringing.abort();
  }

  function stopForRoom({ params }: Pick<StopReason, 'params'>): void {
    full ??= { code: 'MIRROR_FULL', params };
    bringing.abort();
  }

  /** Whatever a step rejected with ends the run. */
  function stopFor(error: unknown): void {
    if (!isSyncError(error)) onError(error);
    stop(isSyncError(error) ? error : { code: 'INTERNAL_ERROR', params: {} });
  }

  async function fail(document: Document, code: SyncErrorCode, params: ErrorParams): Promise<void> {
    if (over) return;
    const documentId = document.id;
    tally.failed({ documentId, code, params });
    emitter.emit('document:failed', { documentId, code, message: describe(code, params, locale).message });
    emitter.emit('run:progressed', tally.progress());
    await notes.add(document, code).catch(stopFor);
  }

  function succeed(copied: Copied): void {
    if (over) return;
    tally.synced(copied.receipt.size);
    tellSynced(emitter, copied);
  }

  /** Somebody else has the name of its copy: it gets another, in its turn. */
  async function tryAgain({ document, claims, receipt }: Copied): Promise<void> {
    const tries = claims?.passOver(receipt.key) ?? maxNameTries;
    if (tries < maxNameTries) again.push({ document, claims });
    else await fail(document, 'COPY_NAME_TAKEN', {});
  }

  async function send(batch: readonly Copied[]): Promise<void> {
    const left = new Map(batch.map((copied) => [copied.document.id, copied]));
    try {
      const { ours, notOurs } = await separateFound(share.others, { layout: context.layout, storeTag }, batch);
      for (const copied of notOurs) {
        left.delete(copied.document.id);
        await tryAgain(copied);
      }
      if (ours.length === 0) return;
      for await (const { marked, refused, taken } of confirmAndMark(context, mirrorId, ours)) {
        for (const { document } of [...marked, ...taken, ...refused.map(({ copied }) => copied)]) {
          left.delete(document.id);
        }
        for (const copied of marked) succeed(copied);
        for (const { copied, code } of refused) await fail(copied.document, code, {});
        for (const copied of taken) await tryAgain(copied);
        if (!over) emitter.emit('run:progressed', tally.progress());
      }
    } catch (error) {
      await failBatch([...left.values()], error).catch(stopFor);
    }
  }

  /** None of these is marked. Is it the share, or these documents? One must not keep the others from their marks. */
  async function failBatch(batch: readonly Copied[], error: unknown): Promise<void> {
    if (!isSyncError(error) || error.scope === 'run') {
      stopFor(error);
      return;
    }
    const loss = lossOf(await context.probe());
    if (loss !== undefined) stop(loss);
    else if (batch.length > 1) for (const copied of batch) await send([copied]);
    else for (const { document } of batch) await fail(document, error.code, error.params);
  }

  const marks = createMarkQueue(send);

  const room = createRoomWatch(
    (document, { code, params }) => fail(document, code, params),
    () => stopForRoom({ params: {} }),
  );

  /** Once; other stores must not take our copies for theirs. */
  function announce(): Promise<unknown> {
    announced ??= notices.begin(mirrorId, storeId).catch((error: unknown) => {
      if (!isOfNotice(error) || !isSyncError(error)) throw error;
      tally.warn({ phrase: 'listNotWritten', params: { name: 'stores', error: error.params.error ?? error.code } });
      return () => undefined;
    });
    return announced;
  }

  async function bring({ document, claims: known }: DocumentToBring): Promise<void> {
    await announce();
    const claims = known ?? blankClaims(document, { layout: context.layout, storeTag });
    const result = await transfer(context, document, { mirrorId, signal: bringing.signal, claims });
    if (result.outcome === 'stop' && result.code === 'MIRROR_FULL') stopForRoom(result);
    else if (result.outcome === 'stop') stop(result);
    else if (result.outcome === 'failed' && result.code === 'COPY_TOO_LARGE') {
      if (!bringing.signal.aborted) await room.refused(document, result);
    } else if (result.outcome === 'failed') {
      unknownInARow = result.unknown ? unknownInARow + 1 : 0;
      await fail(document, result.code, result.params);
      if (unknownInARow >= maxUnknownInARow) stop({ code: 'MIRROR_FAILED', params: result.params });
    }
    if (result.outcome === 'done') {
      unknownInARow = 0;
      for (const warning of result.warnings) tally.warn(warning);
      await room.brought(result.receipt);
      await marks.add({ document, claims, receipt: result.receipt, action: result.action });
    }
  }

  /** The documents of this run, one at a time, to however many ask: those that need another name first, so that they are few. */
  function queue(): () => Promise<DocumentToBring | undefined> {
    // Those that wait do not count, so only the receipts know how many to read.
    const wanted = receipts === undefined ? limit : Number.POSITIVE_INFINITY;
    const pending = pendingDocuments(store, expected === 0 ? 0 : wanted);
    const documents = documentsToBring(context, { mirrorId, storeTag }, pending, namesOfRun());
    let begun = 0;
    return async () => {
      const first = again.shift();
      if (first !== undefined) return first;
      while (begun < limit && !bringing.signal.aborted) {
        begun += 1;
        const next = await documents.next();
        if (next.done === true) return undefined;
        if (!isWaiting(next.value, Date.now())) return next.value;
        begun -= 1;
        tally.waited();
      }
      return undefined;
    };
  }

  async function pass(): Promise<void> {
    const next = queue();
    // So many workers share one queue of documents.
    const work = async (): Promise<void> => {
      for (let one = await next(); one !== undefined && !bringing.signal.aborted; one = await next()) await bring(one);
    };
    do {
      await Promise.all(Array.from({ length: context.inHand }, () => work().catch(stopFor)));
      await marks.drain();
    } while (again.length > 0 && !bringing.signal.aborted);
    if (!bringing.signal.aborted) await room.end();
    await notes.drain();
    if (receipts === undefined || stopping.signal.aborted) return;
    (await announced)?.();
    const terms = { context, receipts, share, signal: stopping.signal, warn: tally.warn };
    await context.missingReceipts.make(terms);
    if (stopping.signal.aborted) return;
    const outcome = await tidyUp(terms, allowDeletions);
    tally.removed(outcome.removed);
    refused = outcome.refused;
  }

  /** Best effort: one that is left is taken away by a later run. */
  async function endNotice(): Promise<void> {
    (await announced?.catch(() => undefined))?.();
  }

  let end: () => void = () => undefined;
  const abandoned = new Promise<void>((resolve) => {
    end = resolve;
  });
  emitter.emit('run:started', { total: Math.min(expected, limit) });
  const report = Promise.race([pass().catch(stopFor).finally(endNotice), abandoned]).then(() => {
    over = true;
    const why = stopped ?? full ?? refused;
    emitter.emit('run:finished', {
      ...tally.progress(),
      ...(why && { stopped: { code: why.code, message: describe(why.code, why.params, locale).message } }),
    });
    return { ...tally.report(stopped ?? full), stopped: why };
  });

  return {
    report,
    stop,
    abandon(reason) {
      stop(reason);
      end();
    },
  };
}
