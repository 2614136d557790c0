import type { z } from 'zod';
import { SyncError } from '../errors/sync-error.js';
import type { VerifyReport } from '../http/contract.js';
import { say } from '../messages/describe.js';
import { parseOptions } from '../options.js';
import { cursorOf, readCursor, startOfVerify, type VerifyPosition } from '../plan/verify-position.js';
import { type Ending, withEnding } from './ending.js';
import type { EngineParts } from './engine-parts.js';
import { enterUsed } from './enter-used.js';
import { ownListed } from './own-listed.js';
import { shareToRead } from './own-share.js';
import { type EngineVerifyOptions, verifyOptionsSchema } from './recovery-options.js';
import { wordsOfUnreceipted } from './unreceipted.js';
import { type VerifyListener, verify } from './verify.js';
import { createVerifyTally, findingOf } from './verify-report.js';

/** One call of `verify`, from its options to its report. */
export async function verifyCall(parts: EngineParts, given: EngineVerifyOptions): Promise<VerifyReport> {
  const options = parseOptions('verify', verifyOptionsSchema, given);
  const { sample, after, locale = parts.locale } = options;
  const start = after === undefined ? startOfVerify(sample, Math.random()) : readCursor(after);
  if (start === undefined) {
    throw new SyncError('QUERY_INVALID', { params: { name: 'after', expected: say('expectedCursor', {}, locale) } });
  }
  return withEnding(parts.stopping, options.signal, (ending) => verifyFrom(parts, options, start, ending));
}

async function verifyFrom(
  parts: EngineParts,
  options: z.output<typeof verifyOptionsSchema>,
  start: VerifyPosition,
  ending: Ending,
): Promise<VerifyReport> {
  const { context, watch } = parts;
  const { emitter, onError } = context;
  const { level, sample, olderThanMs, repair, limit, bytesPerSecond, onFinding, locale = parts.locale } = options;
  const { receipts, mirrorId } = await enterUsed(parts);
  const share = await shareToRead(context, mirrorId);
  const verifiedBefore = olderThanMs === undefined ? undefined : new Date(Date.now() - olderThanMs);
  const files = goesThroughFiles(start, sample, olderThanMs);
  const tally = createVerifyTally();

  const listener: VerifyListener = {
    async found(finding) {
      emitter.emit('verify:found', findingOf(finding, parts.locale));
      try {
        await onFinding?.(findingOf(finding, locale));
      } catch (error) {
        onError(error);
      }
    },
    progressed({ checked, findings }, bytes, position) {
      const cursor = position === undefined ? null : cursorOf(position);
      emitter.emit('verify:progressed', { checked, findings, bytes, cursor });
    },
  };
  const listed = ownListed(context, share);
  const terms = { receipts, mirrorId, share, listed, level, verifiedBefore, repair, files, limit, bytesPerSecond };
  const { position, stopped } = await verify(context, terms, start, tally, ending, listener);
  if (stopped?.code.startsWith('MIRROR_')) watch.reportLost(stopped.code, stopped.params);
  const unreceipted = options.after === undefined ? await receipts.countUnreceipted(mirrorId) : 0;
  return { ...tally.report(position, stopped, locale), ...wordsOfUnreceipted(unreceipted, locale) };
}

/** Only a verification of all copies tells which files are nobody's; a part of it is one by its cursor. */
function goesThroughFiles(start: VerifyPosition, sample: number | undefined, olderThanMs: number | undefined): boolean {
  return start.phase === 'files' || (sample === undefined && olderThanMs === undefined && start.end === undefined);
}
