import { z } from 'zod';
import { SyncError } from '../errors/sync-error.js';
import type { PlanEntry } from '../http/contract.js';
import { describe, say } from '../messages/describe.js';
import type { Locale } from '../messages/locale.js';
import { parseOptions } from '../options.js';
import type { SyncApi } from '../sync-api.js';
import type { EngineParts } from './engine-parts.js';
import { enterToPlan } from './enter-to-plan.js';
import { shareToRead } from './own-share.js';
import { type PlannedEntry, planWalk } from './plan-walk.js';
import { type UnreceiptedWords, wordsOfUnreceipted } from './unreceipted.js';

/** How long a plan may rest between two pages before it is begun anew. */
const restMs = 60_000;

const pageOptionsSchema = z.object({
  after: z.string('write the cursor of the page before').optional(),
  limit: z
    .int('write a whole number from 1 to 10000')
    .min(1, 'write at least 1')
    .max(10_000, 'write at most 10000')
    .default(1_000),
});

type Walk = AsyncGenerator<PlannedEntry, void, void>;

/**
 * The plan, page by page. A document's name hangs on the names planned before it, so the walk rests between two pages and
 * goes on where it was; if it is somebody else's turn by then, or too late, it is begun anew and led there.
 */
export function planCalls(parts: EngineParts): Pick<SyncApi, 'plan'> {
  const { context, calls, locale, stopping } = parts;
  let resting: { readonly walk: Walk; readonly position: string; readonly timer: NodeJS.Timeout } | undefined;

  /** With the first page. */
  async function unreceipted(language: Locale): Promise<UnreceiptedWords> {
    const { store } = context;
    const mirrorId = await parts.guard.expected();
    if (store.receipts === undefined || mirrorId === undefined) return {};
    return wordsOfUnreceipted(await store.receipts.countUnreceipted(mirrorId), language);
  }

  async function begin(): Promise<Walk> {
    const { receipts, mirrorId } = await enterToPlan(parts);
    const share = mirrorId === null ? undefined : await shareToRead(parts.context, mirrorId);
    const limit = Number.POSITIVE_INFINITY;
    return planWalk({ context, receipts, mirrorId, share, signal: stopping, limit, allowDeletions: false });
  }

  function rest(walk: Walk, position: string): void {
    forget();
    resting = { walk, position, timer: setTimeout(forget, restMs).unref() };
  }

  function forget(): void {
    clearTimeout(resting?.timer);
    resting = undefined;
  }

  async function resume(position: string, signal: AbortSignal | undefined, language: Locale): Promise<Walk> {
    const rested = resting;
    if (rested?.position === position) {
      forget();
      return rested.walk;
    }
    const walk = await begin();
    for (let next = await walk.next(); next.done !== true; next = await walk.next()) {
      if (signal?.aborted) throw new SyncError('RUN_ABORTED');
      if (next.value.position === position) return walk;
    }
    const expected = say('expectedCursor', {}, language);
    throw new SyncError('QUERY_INVALID', { params: { name: 'after', expected } });
  }

  return {
    plan: (options = {}) =>
      calls.track(async () => {
        const { after, limit } = parseOptions('plan', pageOptionsSchema, options);
        const { signal } = options;
        const walk = after === undefined ? await begin() : await resume(after, signal, options.locale ?? locale);
        const words = after === undefined ? await unreceipted(options.locale ?? locale) : {};
        const entries: PlanEntry[] = [];
        for (let position = ''; ; ) {
          if (signal?.aborted) throw new SyncError('RUN_ABORTED');
          if (entries.length === limit) {
            rest(walk, position);
            return { ...words, entries, cursor: position };
          }
          const next = await walk.next();
          if (next.done === true) return { ...words, entries, cursor: null };
          entries.push(inWords(next.value, options.locale ?? locale));
          position = next.value.position;
        }
      }),
  };
}

function inWords({ documentId, action, key, from, why }: PlannedEntry, locale: Locale): PlanEntry {
  return {
    document_id: String(documentId),
    action,
    key,
    ...(from !== undefined && { from }),
    ...(why !== undefined && { code: why.code, message: describe(why.code, why.params, locale).message }),
  };
}
