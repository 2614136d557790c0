import { existsSync } from 'node:fs';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { isSyncError, SyncError } from '../../errors/sync-error.js';
import type {
  AdoptRequest,
  CopyJob,
  CopyReceipt,
  InspectRequest,
  ListRequest,
  ProbeRequest,
  ReadRequest,
  RemoveRequest,
  RestoreRequest,
  WriteRequest,
} from '../../mirror.js';
import { createShare, type LeftPartial, type Share } from '../share.js';
import { claimsOn } from './claims.js';
import { countingFileSystem } from './counting-file-system.js';
import { type LeftPartials, leftPartialsOn } from './left-partials.js';
import type { CallName, HandedCall, ThreadReply, ThreadSetup, ToThread } from './messages.js';
import { progressOn } from './progress.js';

/** After so long without a call the share is let go, so that it can be unmounted. */
const idleMs = 2_000;

/** Replies are kept together for so many or so long: each message wakes two processes. Less than a hand holds. */
const maxReplies = 8;
const maxDelayMs = 100;

/** One thread of the copy process: does one call after another, each to its end. */
export function serveThread(port: MessagePort, setup: ThreadSetup): void {
  const { path, readBack } = setup;
  const progress = progressOn(setup.progress);
  const fs = countingFileSystem(progress);
  const claims = claimsOn(setup.claims);
  const leftPartials = leftPartialsOn(setup.leftPartials);
  const anchored = existsSync('/proc/self/fd');
  const share = createShare({ fs, path, anchored, readBack, now: Date.now, maxOpenFolders: setup.maxOpenFolders });
  let idle: NodeJS.Timeout | undefined;

  function work(calls: readonly HandedCall[]): void {
    let replies: ThreadReply[] = [];
    let startedAt = performance.now();
    for (const { call, slot } of calls) {
      if (slot !== undefined && !claims.begin(slot, call.id)) continue;
      const reply = answer(share, call, leftPartials);
      replies.push(reply);
      // The share is in trouble: what has not begun elsewhere does not begin, before anybody is told.
      if (call.name === 'copy' && 'failure' in reply && reply.failure.scope === 'run') claims.takeAllBack();
      if (replies.length < maxReplies && performance.now() - startedAt < maxDelayMs) continue;
      port.postMessage(replies);
      replies = [];
      startedAt = performance.now();
    }
    if (replies.length > 0) port.postMessage(replies);
  }

  port.on('message', ({ release, published, calls }: ToThread) => {
    if (release) share.release();
    share.notice(published);
    if (calls.length === 0) return;
    clearTimeout(idle);
    work(calls);
    idle = setTimeout(() => share.release(), idleMs);
  });
  progress.ready();
}

function answer(share: Share, { id, name, argument }: HandedCall['call'], leftPartials: LeftPartials): ThreadReply {
  try {
    if (name === 'copy') return { id, ...copy(share, argument as CopyJob, leftPartials) };
    if (name === 'tidy') return { id, result: tidy(share, argument, leftPartials) };
    return { id, result: perform(share, name, argument) };
  } catch (error) {
    // Anything else would be a defect; it must not take the other documents down with it.
    const failure = isSyncError(error) ? error : new SyncError('INTERNAL_ERROR', { scope: 'unknown' });
    const { code, params, scope } = failure;
    return { id, failure: { code, params, scope } };
  }
}

function copy(share: Share, job: CopyJob, leftPartials: LeftPartials): { result: CopyReceipt; partial?: LeftPartial } {
  let partial: LeftPartial | undefined;
  const result = share.copy(job, (name) => {
    if (!leftPartials.leave()) return false;
    partial = { mirrorId: job.mirrorId, directory: job.directory, name };
    return true;
  });
  return partial === undefined ? { result } : { result, partial };
}

function tidy(share: Share, partial: LeftPartial, leftPartials: LeftPartials): void {
  try {
    share.tidy(partial);
  } finally {
    leftPartials.removed();
  }
}

/** The host speaks as `Mirror` does, so its arguments are what the types of `Mirror` say. */
function perform(share: Share, name: Exclude<CallName, 'copy'>, argument: unknown): unknown {
  switch (name) {
    case 'probe':
      return share.probe(argument as ProbeRequest | undefined);
    case 'adopt':
      return share.adopt(argument as AdoptRequest);
    case 'confirm': {
      const { mirrorId, keys } = argument as { mirrorId: string; keys: readonly string[] };
      return share.confirm(mirrorId, keys);
    }
    case 'inspect':
      return share.inspect(argument as InspectRequest);
    case 'remove':
      return share.remove(argument as RemoveRequest);
    case 'restore':
      return share.restore(argument as RestoreRequest);
    case 'list':
      return share.list(argument as ListRequest);
    case 'write':
      return share.write(argument as WriteRequest);
    case 'read':
      return share.read(argument as ReadRequest);
  }
}

export function serveThisThread(): void {
  if (parentPort === null) throw new Error('not a worker thread');
  serveThread(parentPort, workerData as ThreadSetup);
}
