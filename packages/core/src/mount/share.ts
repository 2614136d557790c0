import type { AdoptRequest, CopyJob, CopyReceipt, Marker, MirrorState } from '../mirror.js';
import { adoptRoot } from './adopt.js';
import { shareError } from './classify.js';
import { confirmKeys, type DurableFolders } from './confirm.js';
import { copyDocument } from './copy.js';
import { createLeftovers } from './leftovers.js';
import { type OpenShare, openShare } from './open-share.js';
import { probeRoot } from './probe.js';
import type { ShareSettings } from './share-settings.js';

/** All that is done on the share, as plain synchronous calls; one such object per thread. Throws `SyncError` only. */
export interface Share {
  probe(): MirrorState;
  adopt(request: AdoptRequest): Marker;
  copy(job: CopyJob): CopyReceipt;
  confirm(mirrorId: string, keys: readonly string[]): void;
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

  function opened(mirrorId: string): OpenShare {
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

  return {
    probe: () => guarded(() => probeRoot(settings)),
    adopt: (request) => guarded(() => adoptRoot(settings, request)),
    copy: (job) => guarded(() => copyDocument(opened(job.mirrorId), job)),
    confirm: (mirrorId, keys) => guarded(() => confirmKeys(opened(mirrorId), keys, durable)),
    notice: (keys) => open?.notice(keys),
    release: () => guarded(release),
  };
}
