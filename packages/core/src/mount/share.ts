import { SyncError } from '../errors/sync-error.js';
import type {
  AdoptRequest,
  CopyJob,
  CopyReceipt,
  Inspection,
  InspectRequest,
  ListRequest,
  Marker,
  MirrorState,
  ProbeRequest,
  ReadRequest,
  RemoveOutcome,
  RemoveRequest,
  RestoreRequest,
  WriteRequest,
} from '../mirror.js';
import { adoptRoot } from './adopt.js';
import { shareError } from './classify.js';
import { confirmKeys, type DurableFolders } from './confirm.js';
import { copyDocument } from './copy.js';
import type { LeavePartial } from './copy-in-hand.js';
import { inspectCopies } from './inspect.js';
import { createLeftovers } from './leftovers.js';
import { listKeys } from './list.js';
import { type OpenShare, openShare } from './open-share.js';
import { probeRoot } from './probe.js';
import { readOwn } from './read-own.js';
import { removeCopy } from './remove.js';
import { restoreCopy } from './restore.js';
import type { ShareSettings } from './share-settings.js';
import { writeOwn } from './write-own.js';

/** A temporary name that was left to be removed. */
export interface LeftPartial {
  readonly mirrorId: string | null;
  readonly directory: string;
  readonly name: string;
}

/** All that is done on the share, as plain synchronous calls; one such object per thread. Throws `SyncError` only. */
export interface Share {
  probe(request?: ProbeRequest): MirrorState;
  adopt(request: AdoptRequest): Marker;
  /** @param leave see `LeavePartial`; `tidy` is how another such object removes it. */
  copy(job: CopyJob, leave?: LeavePartial): CopyReceipt;
  /** Removes the temporary name of a published copy, or remembers it for later. */
  tidy(partial: LeftPartial): void;
  confirm(mirrorId: string, keys: readonly string[]): void;
  inspect(request: InspectRequest): Inspection[];
  remove(request: RemoveRequest): RemoveOutcome;
  restore(request: RestoreRequest): 'restored' | 'present';
  list(request: ListRequest): string[];
  write(request: WriteRequest): void;
  read(request: ReadRequest): { readonly text: string; readonly bytes: number } | null;
  /** Others have brought copies to these keys; their names are taken. */
  notice(keys: readonly string[]): void;
  /** Closes every descriptor, so that the share can be unmounted. The next call opens anew. */
  release(): void;
}

export function createShare(settings: ShareSettings): Share {
  const leftovers = createLeftovers(settings.fs);
  const durable: DurableFolders = new Map();
  const ways = { hardLinks: true };
  let open: OpenShare | undefined;

  function opened(mirrorId: string | null): OpenShare {
    if (open?.tree.mirrorId !== mirrorId) release();
    open ??= openShare(settings, mirrorId, leftovers, ways);
    return open;
  }

  function release(): void {
    const closing = open;
    open = undefined;
    closing?.tree.folders.close();
  }

  /** Whatever a call on the share threw becomes a SyncError; after one that concerns the share, it is opened anew. */
  function guarded<Result>(call: () => Result): Result {
    try {
      return call();
    } catch (error) {
      const failure = shareError(error);
      if (failure.scope !== 'document') release();
      throw failure;
    }
  }

  function copy(job: CopyJob, leave: LeavePartial): CopyReceipt {
    // Only plans are made for a root without marker.
    if (job.mirrorId === null && !job.dryRun) throw new SyncError('MIRROR_LOST', { scope: 'run' });
    return copyDocument(opened(job.mirrorId), job, leave);
  }

  return {
    probe: (request) => guarded(() => probeRoot(settings, request)),
    adopt: (request) => guarded(() => adoptRoot(settings, request)),
    copy: (job, leave = () => false) => guarded(() => copy(job, leave)),
    tidy: ({ mirrorId, directory, name }) => guarded(() => opened(mirrorId).removePartial(directory, name)),
    confirm: (mirrorId, keys) => guarded(() => confirmKeys(opened(mirrorId), keys, durable)),
    inspect: (request) => guarded(() => inspectCopies(opened(request.mirrorId), request)),
    remove: (request) => guarded(() => removeCopy(opened(request.mirrorId), request)),
    restore: (request) => guarded(() => restoreCopy(opened(request.mirrorId), request)),
    list: (request) => guarded(() => listKeys(opened(request.mirrorId), request)),
    write: (request) => guarded(() => writeOwn(opened(request.mirrorId), request)),
    read: (request) => guarded(() => readOwn(opened(request.mirrorId), request)),
    notice: (keys) => open?.notice(keys),
    release: () => guarded(release),
  };
}
