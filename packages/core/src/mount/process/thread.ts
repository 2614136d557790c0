import { existsSync } from 'node:fs';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { isSyncError, SyncError } from '../../errors/sync-error.js';
import type {
  AdoptRequest,
  CopyJob,
  InspectRequest,
  ListRequest,
  ReadRequest,
  RemoveRequest,
  RestoreRequest,
  WriteRequest,
} from '../../mirror.js';
import { createShare, type Share } from '../share.js';
import { countingFileSystem } from './counting-file-system.js';
import type { Call, Reply, ThreadNews, ThreadSetup } from './messages.js';

/** After so long without a call the share is let go, so that it can be unmounted. */
const idleMs = 2_000;

/** One thread of the copy process: does one call after another, each to its end. */
export function serveThread(port: MessagePort, { path, readBack, progress }: ThreadSetup): void {
  const fs = countingFileSystem(new Int32Array(progress));
  const anchored = existsSync('/proc/self/fd');
  const share = createShare({ fs, path, anchored, readBack, now: Date.now });
  let idle: NodeJS.Timeout | undefined;
  port.on('message', (message: Call | ThreadNews) => {
    if ('release' in message) return share.release();
    if ('published' in message) return share.notice(message.published);
    clearTimeout(idle);
    port.postMessage(answer(share, message));
    idle = setTimeout(() => share.release(), idleMs);
  });
}

function answer(share: Share, { id, name, argument }: Call): Reply {
  try {
    return { id, result: perform(share, name, argument) };
  } catch (error) {
    // Anything else would be a defect; it must not take the other documents down with it.
    const failure = isSyncError(error) ? error : new SyncError('INTERNAL_ERROR', { scope: 'unknown' });
    const { code, params, scope } = failure;
    return { id, failure: { code, params, scope } };
  }
}

/** The host speaks as `Mirror` does, so its arguments are what the types of `Mirror` say. */
function perform(share: Share, name: Call['name'], argument: unknown): unknown {
  switch (name) {
    case 'probe':
      return share.probe();
    case 'adopt':
      return share.adopt(argument as AdoptRequest);
    case 'copy':
      return share.copy(argument as CopyJob);
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
