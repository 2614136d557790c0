import { errnoName } from '../errors/errno.js';
import { SyncError } from '../errors/sync-error.js';
import type { CopyJob } from '../mirror.js';
import { sourceError } from './classify.js';
import { compareExisting } from './existing.js';
import type { OpenShare } from './open-share.js';
import { createPartial, type FilledPartial, fillPartial, modeOf } from './partial.js';
import { readThrough } from './read-through.js';
import type { Source } from './source.js';
import { assertUnchanged } from './source-unchanged.js';

/** Asks somebody else to remove the temporary name of a published copy; false: nobody does. */
export type LeavePartial = (name: string) => boolean;

/** One document on its way. */
export interface CopyInHand {
  readonly share: OpenShare;
  readonly job: CopyJob;
  readonly source: Source;
  readonly leave: LeavePartial;
  /** Set while the temporary name may be there. */
  partialName?: string;
  partial?: FilledPartial;
  /** Of the source, once known. */
  checksum?: string;
}

/** Written once, whatever name it gets in the end. */
export function filledPartial(copy: CopyInHand): FilledPartial {
  if (copy.partial !== undefined) return copy.partial;
  const { share, source } = copy;
  const name = share.newPartialName();
  // Before it is there: the share may make it and fail to say so.
  copy.partialName = name;
  const fd = openPartial(copy, name);
  const partial = fillPartial(share.fs, source, fd, share.buffer);
  share.assertOnShare(partial.device);
  if (share.readBack) assertReadsBack(copy, name, partial);
  copy.partial = partial;
  copy.checksum = partial.checksum;
  return partial;
}

/** For the anxious: what the share gives back is compared with what was read from the source. */
function assertReadsBack({ share, job }: CopyInHand, name: string, partial: FilledPartial): void {
  const path = share.enter(job.directory).folder.at(name);
  const found = compareExisting(share.fs, path, partial.bytes, () => partial.checksum, share.buffer);
  if (found.state === 'identical') return;
  throw new SyncError('COPY_FAILED', { scope: 'transient', params: { error: 'content' } });
}

function openPartial({ share, job, source }: CopyInHand, name: string): number {
  const mode = modeOf(source);
  try {
    return createPartial(share.fs, share.enter(job.directory).folder.at(name), mode);
  } catch (error) {
    if (errnoName(error) !== 'ENOENT') throw error;
    // Somebody removed the folder after it was entered: make it again, once.
    share.forget(job.directory);
    return createPartial(share.fs, share.enter(job.directory).folder.at(name), mode);
  }
}

/** Read from the source, once. */
export function checksumOf(copy: CopyInHand): string {
  if (copy.checksum !== undefined) return copy.checksum;
  const { share, source } = copy;
  let reading: ReturnType<typeof readThrough>;
  try {
    reading = readThrough(share.fs, source.fd, source.size, share.buffer);
  } catch (error) {
    throw sourceError(error);
  }
  assertUnchanged(share.fs, source, reading, share.buffer);
  copy.checksum = reading.checksum;
  return reading.checksum;
}
