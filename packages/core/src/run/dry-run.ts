import { SyncError } from '../errors/sync-error.js';
import { withEnding } from './ending.js';
import type { EngineParts } from './engine-parts.js';
import { enterToPlan } from './enter-to-plan.js';
import { shareToRead } from './own-share.js';
import { type PlannedEntry, planWalk } from './plan-walk.js';
import type { RunReport, StopReason } from './report.js';
import { createTally, type Tally } from './tally.js';

/** What a run with these options would report, in counts. Writes nothing. */
export async function dryRunReport(
  parts: EngineParts,
  { limit, allowDeletions }: { readonly limit: number; readonly allowDeletions: boolean },
  caller: AbortSignal | undefined,
): Promise<RunReport> {
  const { receipts, mirrorId } = await enterToPlan(parts);
  const share = mirrorId === null ? undefined : await shareToRead(parts.context, mirrorId);
  return withEnding(parts.stopping, caller, async ({ signal }) => {
    const tally = createTally(0, true);
    let refused: StopReason | undefined;
    const terms = { context: parts.context, receipts, mirrorId, share, signal, limit, allowDeletions };
    for await (const entry of planWalk(terms)) {
      if (signal.aborted) throw new SyncError('RUN_ABORTED');
      if (entry.about === 'deleted') refused = countDeleted(tally, entry) ?? refused;
      else if (entry.action === 'wait') tally.waited();
      else countDocument(tally, entry);
    }
    return { ...tally.report(undefined), stopped: refused, dryRun: true };
  });
}

function countDocument(tally: Tally, { action, documentId, why, warnings = [] }: PlannedEntry): void {
  for (const warning of warnings) tally.warn(warning);
  if (action === 'conflict' && why !== undefined) tally.failed({ documentId, ...why });
  else tally.synced(0);
}

/** Why a run would leave all of them alone. */
function countDeleted(tally: Tally, { action, key, why }: PlannedEntry): StopReason | undefined {
  if (why?.code === 'TOO_MANY_DELETED') return why;
  if (action !== 'conflict') tally.removed(1);
  else if (why?.code === 'COPY_CHANGED') tally.warn({ phrase: 'copyChanged', params: { key: key ?? '' } });
  else tally.warn({ phrase: 'copyNotRemoved', params: { key: key ?? '', error: why?.params.error ?? '' } });
  return undefined;
}
