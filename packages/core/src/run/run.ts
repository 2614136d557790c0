import type { Document } from '../document.js';
import type { ErrorParams, SyncErrorCode } from '../errors/codes.js';
import { isSyncError } from '../errors/sync-error.js';
import { describe } from '../messages/describe.js';
import type { Locale } from '../messages/locale.js';
import type { DocumentStore } from '../store.js';
import type { SyncEmitter } from './emitter.js';
import { type Copied, confirmAndMark } from './mark-batch.js';
import { createMarkQueue } from './mark-queue.js';
import { pendingDocuments } from './pending-documents.js';
import type { RunReport, StopReason } from './report.js';
import { createTally } from './tally.js';
import { lossOf, type TransferContext, transfer } from './transfer.js';

export interface RunContext extends TransferContext {
  readonly store: DocumentStore;
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

/**
 * Starts one pass over all pending documents of a share that was found to be ours.
 * @param expected documents pending; @param limit how many of them to try at most.
 */
export function startRun(context: RunContext, mirrorId: string, expected: number, limit: number): Run {
  const { store, mirror, emitter, locale, onError } = context;
  const tally = createTally(Math.min(expected, limit));
  const stopping = new AbortController();
  let stopped: StopReason | undefined;
  let over = false;
  let unknownInARow = 0;

  function stop({ code, params }: StopReason): void {
    stopped ??= { code, params };
    stopping.abort();
  }

  /** Whatever a step rejected with ends the run. */
  function stopFor(error: unknown): void {
    if (!isSyncError(error)) onError(error);
    stop(isSyncError(error) ? error : { code: 'INTERNAL_ERROR', params: {} });
  }

  function fail(document: Document, code: SyncErrorCode, params: ErrorParams): void {
    if (over) return;
    const documentId = document.id;
    tally.failed({ documentId, code, params });
    emitter.emit('document:failed', { documentId, code, message: describe(code, params, locale).message });
    emitter.emit('run:progressed', tally.progress());
  }

  function succeed({ document, receipt }: Copied): void {
    if (over) return;
    tally.synced(receipt.size);
    const name = receipt.outcome === 'copied' ? 'document:copied' : 'document:unchanged';
    emitter.emit(name, { documentId: document.id, receipt });
  }

  async function send(batch: readonly Copied[]): Promise<void> {
    try {
      const { marked, refused } = await confirmAndMark(store, mirror, mirrorId, batch);
      for (const copied of marked) succeed(copied);
      for (const { document } of refused) fail(document, 'DOCUMENT_CHANGED', {});
      if (!over) emitter.emit('run:progressed', tally.progress());
    } catch (error) {
      await failBatch(batch, error).catch(stopFor);
    }
  }

  /** Nothing of the batch is marked. Is it the share, or these documents? One must not keep the others from their marks. */
  async function failBatch(batch: readonly Copied[], error: unknown): Promise<void> {
    if (!isSyncError(error) || error.scope === 'run') {
      stopFor(error);
      return;
    }
    const loss = lossOf(await context.probe());
    if (loss !== undefined) stop(loss);
    else if (batch.length > 1) for (const copied of batch) await send([copied]);
    else for (const { document } of batch) fail(document, error.code, error.params);
  }

  const marks = createMarkQueue(send);

  async function bring(document: Document): Promise<void> {
    const result = await transfer(context, document, mirrorId, stopping.signal);
    if (result.outcome === 'stop') stop(result);
    if (result.outcome === 'failed') {
      unknownInARow = result.unknown ? unknownInARow + 1 : 0;
      fail(document, result.code, result.params);
      if (unknownInARow >= maxUnknownInARow) stop({ code: 'MIRROR_FAILED', params: result.params });
    }
    if (result.outcome === 'done') {
      unknownInARow = 0;
      for (const warning of result.warnings) tally.warn(warning);
      await marks.add({ document, receipt: result.receipt });
    }
  }

  async function pass(): Promise<void> {
    const documents = pendingDocuments(store, limit);
    // So many workers share one queue of documents.
    const work = async (): Promise<void> => {
      while (!stopping.signal.aborted) {
        const next = await documents.next();
        if (next.done === true || stopping.signal.aborted) return;
        await bring(next.value);
      }
    };
    await Promise.all(Array.from({ length: context.inHand }, () => work().catch(stopFor)));
    await marks.drain();
  }

  let end: () => void = () => undefined;
  const abandoned = new Promise<void>((resolve) => {
    end = resolve;
  });
  emitter.emit('run:started', { total: Math.min(expected, limit) });
  const report = Promise.race([pass().catch(stopFor), abandoned]).then(() => {
    over = true;
    emitter.emit('run:finished', {
      ...tally.progress(),
      ...(stopped && {
        stopped: { code: stopped.code, message: describe(stopped.code, stopped.params, locale).message },
      }),
    });
    return tally.report(stopped);
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
