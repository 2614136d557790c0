import { pause } from '../abort.js';
import type { Document } from '../document.js';
import type { ErrorParams, SyncErrorCode } from '../errors/codes.js';
import { isSyncError, SyncError } from '../errors/sync-error.js';
import type { CopyReceipt, Mirror, MirrorState } from '../mirror.js';
import { actionOf, type CopyAction, planCopy } from '../plan/copy-plan.js';
import type { Layout } from '../plan/layout.js';
import { backoffMs, judgeFailure } from '../plan/verdict.js';
import type { DocumentStore } from '../store.js';
import { bytesWithoutRoom, type CopiesUnderWay } from './copies-under-way.js';
import type { DocumentClaims } from './document-claims.js';
import type { Warning } from './report.js';
import type { Reservations } from './reservations.js';
import { lossOf } from './trouble.js';

export interface TransferContext {
  readonly store: Pick<DocumentStore, 'parseId'>;
  readonly mirror: Mirror;
  readonly layout: Layout;
  readonly sourceRoots: readonly string[];
  readonly reservations: Reservations;
  /** Copies made at once at most. */
  readonly concurrency: number;
  readonly retry: { readonly attempts: number; readonly baseMs: number };
  /** Bounds copies in hand, those made and those that wait in the mirror, over all runs and single documents. */
  readonly limit: <Result>(task: () => Promise<Result>) => Promise<Result>;
  readonly copies: CopiesUnderWay;
  readonly probe: () => Promise<MirrorState>;
  /** Whether the share can be read from. */
  readonly look: () => Promise<MirrorState>;
}

export interface TransferTerms {
  /** Null only with `dryRun`: the share is not in use yet. */
  readonly mirrorId: string | null;
  readonly signal: AbortSignal;
  /** With receipts. */
  readonly claims?: DocumentClaims | undefined;
  /** Only finds out what would be done. */
  readonly dryRun?: boolean | undefined;
}

/** How bringing one document to the mirror ended, short of its mark. */
export type Transferred =
  | {
      readonly outcome: 'done';
      readonly receipt: CopyReceipt;
      readonly action: CopyAction;
      readonly warnings: readonly Warning[];
    }
  | {
      readonly outcome: 'failed';
      readonly code: SyncErrorCode;
      readonly params: ErrorParams;
      readonly unknown: boolean;
    }
  /** The share as a whole is in trouble: the document was not really tried. */
  | { readonly outcome: 'stop'; readonly code: SyncErrorCode; readonly params: ErrorParams }
  /** `signal` said so before it was tried. */
  | { readonly outcome: 'untried' };

/**
 * Brings one document to the mirror: plan, reserve, copy, try again where that may help. With `dryRun` it goes the same
 * way, and the mirror writes nothing: a run and its plan cannot differ. Rejects only for defects.
 */
export async function transfer(
  context: TransferContext,
  document: Document,
  { mirrorId, signal, claims, dryRun }: TransferTerms,
): Promise<Transferred> {
  const { store, mirror, layout, sourceRoots, reservations, concurrency, retry, limit, copies } = context;
  try {
    // What the store would not read back can be neither asked for nor restored, and receipts may have no room for it.
    if (store.parseId(String(document.id)) !== document.id) throw new SyncError('DOCUMENT_ID_INVALID');
    const { directory, fileName, idTag, warnings, keys } = planCopy(document, layout, claims?.nameTag());
    const previous = claims?.previous;
    const release = await reservations.take(keys);
    try {
      const claimed = claims?.claimed();
      const source = document.source ?? '';
      const job = { mirrorId, source, sourceRoots, directory, fileName, idTag, claimed, previous, dryRun };
      let madeRoom = false;
      for (let attempt = 1; ; attempt++) {
        if (signal.aborted) return { outcome: 'untried' };
        const startedAt = performance.now();
        try {
          const receipt = await limit(() => copies.make(() => mirror.copy(job, { concurrency, signal })));
          claims?.took(receipt.key);
          return {
            outcome: 'done',
            receipt,
            action: actionOf(previous, receipt),
            warnings: [...warnings, ...aboutPlace(receipt)],
          };
        } catch (error) {
          if (!isSyncError(error)) throw error;
          if (error.code === 'RUN_ABORTED') return { outcome: 'untried' };
          const bytes = bytesWithoutRoom(error);
          if (bytes !== undefined && !madeRoom && (await copies.largerFoundNone(bytes, startedAt))) {
            madeRoom = true;
            continue;
          }
          const verdict = judgeFailure(error.scope, attempt, retry.attempts);
          if (verdict !== 'retry') return await conclude(dryRun ? context.look : context.probe, error, verdict);
        }
        await pause(backoffMs(attempt, retry.baseMs, Math.random()), signal);
      }
    } finally {
      release();
    }
  } catch (error) {
    if (isSyncError(error)) return failed(error);
    throw error;
  }
}

async function conclude(
  probe: () => Promise<MirrorState>,
  error: SyncError,
  verdict: 'probe' | 'document' | 'run',
): Promise<Transferred> {
  if (verdict === 'run') return { outcome: 'stop', code: error.code, params: error.params };
  if (verdict === 'probe') {
    const loss = lossOf(await probe());
    if (loss !== undefined) return { outcome: 'stop', ...loss };
  }
  return failed(error);
}

function failed(error: SyncError): Transferred {
  return { outcome: 'failed', code: error.code, params: error.params, unknown: error.scope === 'unknown' };
}

/** A share that lies in a source folder works, but not as it should. */
function aboutPlace({ reachedFrom }: CopyReceipt): Warning[] {
  return reachedFrom === undefined ? [] : [{ phrase: 'copiesInSources', params: { root: reachedFrom } }];
}
