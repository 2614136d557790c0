import { pause } from '../abort.js';
import type { ErrorParams } from '../errors/codes.js';
import type { Inspection } from '../mirror.js';
import { pageGuard } from '../plan/page-guard.js';
import { restMs } from '../plan/rest.js';
import { type CopiesPosition, cursorOf, type FilesPosition, type VerifyPosition } from '../plan/verify-position.js';
import { concernsAll, type Ending, reasonOf } from './ending.js';
import type { OwnListed } from './own-listed.js';
import type { OwnShare } from './own-share.js';
import { listGoesRound } from './pages.js';
import { repairCopy } from './repair.js';
import type { StopReason } from './report.js';
import type { RunContext } from './run.js';
import { lossOf } from './trouble.js';
import { type CopiesTerms, verifyCopies } from './verify-copies.js';
import { verifyFiles } from './verify-files.js';
import type { Found, VerifyTally } from './verify-report.js';

export interface VerifyTerms extends CopiesTerms {
  readonly share: OwnShare;
  readonly listed: OwnListed;
  readonly repair: boolean;
  /** Whether the files on the share are gone through behind the copies. */
  readonly files: boolean;
  readonly limit: number;
  readonly bytesPerSecond: number;
}

export interface VerifyListener {
  /** Waited for, so that who takes findings is never behind by more than one. Must not reject. */
  found(finding: Found): Promise<void>;
  /** @param bytes read from the share so far. */
  progressed(tally: VerifyTally, bytes: number, position: VerifyPosition | undefined): void;
}

export interface VerifyEnd {
  /** Where to go on; undefined: all was looked at. */
  readonly position: VerifyPosition | undefined;
  readonly stopped: StopReason | undefined;
}

/** Goes on with a verification until all is looked at, the limit is reached, or something ends it. Never rejects. */
export async function verify(
  context: RunContext,
  terms: VerifyTerms,
  start: VerifyPosition,
  tally: VerifyTally,
  ending: Ending,
  listener: VerifyListener,
): Promise<VerifyEnd> {
  let position: VerifyPosition | undefined = start;
  const guards = { copies: pageGuard(cursorOf(start)), files: pageGuard(cursorOf(start), listGoesRound) };
  let left = terms.limit;
  let bytes = 0;

  async function found(finding: Found): Promise<void> {
    tally.found(finding);
    await listener.found(finding);
  }

  async function stepThroughCopies(from: CopiesPosition): Promise<VerifyPosition | undefined> {
    const startedAt = performance.now();
    const step = await verifyCopies(context, terms, from, left);
    left -= step.checked;
    bytes += step.bytes;
    tally.looked(step.checked);
    for (const { receipt, inspection } of step.wrong) {
      const { documentId, copy } = receipt;
      const kind = inspection.state === 'right' ? 'changed' : inspection.state;
      const repaired = terms.repair ? await repairCopy(context, terms, receipt, kind, ending.signal) : undefined;
      const problem = repaired === undefined ? unreadable(inspection) : repaired.problem;
      await found({ kind, documentId, key: copy.key, repaired: repaired?.repaired === true, problem });
      // Should the next one end it all, this one is not found twice.
      position = { ...from, after: receipt.claim };
    }
    const ms = restMs(step.bytes, performance.now() - startedAt, terms.bytesPerSecond);
    if (ms > 0) await pause(ms, ending.signal);
    return step.next ?? (terms.files ? { phase: 'files', after: undefined } : undefined);
  }

  async function stepThroughFiles(from: FilesPosition): Promise<VerifyPosition | undefined> {
    const step = await verifyFiles(context.mirror, terms, from, left);
    left -= step.looked;
    for (const { kind, key, gone, store } of step.strays) {
      await found({ kind, documentId: null, key, repaired: gone, store });
    }
    return step.next;
  }

  try {
    while (position !== undefined && left > 0 && !ending.signal.aborted) {
      const next: VerifyPosition | undefined =
        position.phase === 'copies' ? await stepThroughCopies(position) : await stepThroughFiles(position);
      if (next?.phase === position.phase) guards[next.phase].advance(cursorOf(next));
      position = next;
      listener.progressed(tally, bytes, position);
    }
    return { position, stopped: position === undefined || left <= 0 ? undefined : ending.reason() };
  } catch (error) {
    const loss =
      ending.signal.aborted || concernsAll(error)
        ? undefined
        : lossOf(await (terms.repair ? context.probe() : context.look()));
    return { position, stopped: ending.reason() ?? loss ?? reasonOf(error, context.onError) };
  }
}

function unreadable({ state, error = '' }: Inspection): { code: 'COPY_REFUSED'; params: ErrorParams } | undefined {
  return state === 'unreadable' ? { code: 'COPY_REFUSED', params: { error } } : undefined;
}
