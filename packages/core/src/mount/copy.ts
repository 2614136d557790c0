import { errnoName } from '../errors/errno.js';
import { SyncError } from '../errors/sync-error.js';
import type { CopyJob, CopyReceipt } from '../mirror.js';
import { candidateNames, checksumName } from '../plan/candidates.js';
import { foldName } from '../plan/fold-name.js';
import { sourceError } from './classify.js';
import { closeQuietly } from './close-quietly.js';
import { compareExisting, type Existing, lookUp } from './existing.js';
import type { OpenShare, Place } from './open-share.js';
import { createPartial, type FilledPartial, fillPartial, modeOf } from './partial.js';
import { publish } from './publish.js';
import { readThrough } from './read-through.js';
import { assertUnchanged, openSource, type Source } from './source.js';

/** One document on its way. */
interface CopyInHand {
  readonly share: OpenShare;
  readonly job: CopyJob;
  readonly source: Source;
  /** Set while the temporary name may be there. */
  partialName?: string;
  partial?: FilledPartial;
  /** Of the source, once known. */
  checksum?: string;
}

/**
 * Brings one document to the share: plain synchronous code. When it returns, the copy stands whole and flushed under
 * its final name; when it throws, no final name has changed.
 */
export function copyDocument(share: OpenShare, job: CopyJob): CopyReceipt {
  const source = openSource(share.fs, job.source, job.sourceRoots, share.realRoots, share.anchored);
  const copy: CopyInHand = { share, job, source };
  try {
    return toFirstFreeName(copy);
  } finally {
    closeQuietly(share.fs, source.fd);
    if (copy.partialName !== undefined) share.removePartial(job.directory, copy.partialName);
  }
}

/** The first candidate that is absent or identical wins: `name`, `name-<id>`, `name-<id>-<8 of the checksum>`. */
function toFirstFreeName(copy: CopyInHand): CopyReceipt {
  const { fileName, idTag } = copy.job;
  for (const name of candidateNames(fileName, idTag)) {
    const receipt = toName(copy, name);
    if (receipt !== undefined) return receipt;
  }
  const receipt = toName(copy, checksumName(fileName, idTag, checksumOf(copy)));
  if (receipt === undefined) throw new SyncError('COPY_NAME_TAKEN');
  return receipt;
}

/** Undefined where another file has the name. */
function toName(copy: CopyInHand, name: string): CopyReceipt | undefined {
  const { share, job } = copy;
  const found = look(copy, share.enter(job.directory), name);
  if (found.state === 'identical') return unchanged(copy, name, found.device);
  if (found.state === 'different') return undefined;

  const partial = filledPartial(copy);
  const { folder, listing } = share.enter(job.directory);
  const outcome = publish(share.fs, folder.at(copy.partialName ?? ''), folder.at(name), share.ways);
  if (outcome === 'taken') {
    const faster = compare(copy, folder.at(name));
    return faster.state === 'identical' ? unchanged(copy, name, faster.device) : undefined;
  }
  if (outcome === 'renamed') delete copy.partialName;
  listing?.set(foldName(name), name);
  return { ...receiptOf(copy, name, partial.checksum), outcome: 'copied', notPreserved: partial.notPreserved };
}

/** What stands under the name, or under one that differs from it only by case or Unicode form. */
function look(copy: CopyInHand, { folder, listing }: Place, name: string): Existing {
  const listed = listing?.get(foldName(name));
  // A listing may be behind the times. That is harmless only where taking the name is exclusive.
  if (listing !== undefined && listed === undefined && copy.share.ways.hardLinks) return { state: 'absent' };
  const found = compare(copy, folder.at(name));
  if (found.state === 'absent' && listed !== undefined && listed !== name) {
    if (lookUp(copy.share.fs, folder.at(listed)) !== undefined) return { state: 'different' };
  }
  return found;
}

function compare(copy: CopyInHand, path: string): Existing {
  const { share, source } = copy;
  return compareExisting(share.fs, path, source.stats.size, () => checksumOf(copy), share.buffer);
}

function unchanged(copy: CopyInHand, name: string, device: bigint): CopyReceipt {
  copy.share.assertOnShare(device);
  return { ...receiptOf(copy, name, checksumOf(copy)), outcome: 'unchanged', notPreserved: [] };
}

function receiptOf({ job, source }: CopyInHand, name: string, checksum: string) {
  return { key: `${job.directory}/${name}`, size: Number(source.stats.size), checksum };
}

/** Written once, whatever name it gets in the end. */
function filledPartial(copy: CopyInHand): FilledPartial {
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

function checksumOf(copy: CopyInHand): string {
  if (copy.checksum !== undefined) return copy.checksum;
  const { share, source } = copy;
  let reading: ReturnType<typeof readThrough>;
  try {
    reading = readThrough(share.fs, source.fd, source.stats.size, share.buffer);
  } catch (error) {
    throw sourceError(error);
  }
  assertUnchanged(share.fs, source, reading.bytes);
  copy.checksum = reading.checksum;
  return reading.checksum;
}
