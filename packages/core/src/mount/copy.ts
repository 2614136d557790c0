import { errnoName } from '../errors/errno.js';
import { SyncError } from '../errors/sync-error.js';
import type { CopyJob, CopyReceipt } from '../mirror.js';
import { foldName } from '../plan/fold-name.js';
import type { CopyOnShare } from '../receipt.js';
import { sourceError } from './classify.js';
import { closeQuietly } from './close-quietly.js';
import { namesToTry } from './copy-names.js';
import { compareExisting, type Existing, lookUp } from './existing.js';
import type { OpenShare, Place } from './open-share.js';
import { createPartial, type FilledPartial, fillPartial, modeOf } from './partial.js';
import { publish } from './publish.js';
import { readThrough } from './read-through.js';
import { isPrevious, replacePrevious } from './replace.js';
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

/** The first candidate wins that is absent, identical, or this document's previous copy. */
function toFirstFreeName(copy: CopyInHand): CopyReceipt {
  for (const name of namesToTry(copy.job, () => checksumOf(copy))) {
    const receipt = copy.job.dryRun ? planName(copy, name) : toName(copy, name);
    if (receipt !== undefined) return receipt;
  }
  throw new SyncError('COPY_NAME_TAKEN');
}

/** Undefined where another file has the name. */
function toName(copy: CopyInHand, name: string): CopyReceipt | undefined {
  const { share, job } = copy;
  const found = look(copy, share.enter(job.directory), name);
  if (found.state === 'identical') return unchanged(copy, name, found.device);
  const previous = found.state === 'different' ? previousAt(copy, name) : undefined;
  if (found.state === 'different' && previous === undefined) return undefined;

  const partial = filledPartial(copy);
  const { folder, listing } = share.enter(job.directory);
  const [from, to] = [folder.at(copy.partialName ?? ''), folder.at(name)];
  const outcome =
    previous === undefined ? publish(share.fs, from, to, share.ways) : replacePrevious(share, from, to, previous);
  if (outcome === 'taken') {
    const faster = compare(copy, to);
    return faster.state === 'identical' ? unchanged(copy, name, faster.device) : undefined;
  }
  if (outcome === 'renamed') delete copy.partialName;
  listing?.set(foldName(name), name);
  const { checksum, notPreserved } = partial;
  return { ...receiptOf(copy, name, checksum), outcome: previous === undefined ? 'copied' : 'replaced', notPreserved };
}

/** What `toName` would do; a source that nothing is compared with is not read. */
function planName(copy: CopyInHand, name: string): CopyReceipt | undefined {
  const { share, job } = copy;
  const place = share.find(job.directory);
  const found: Existing = place === undefined ? { state: 'absent' } : look(copy, place, name);
  if (found.state === 'identical') return unchanged(copy, name, found.device);
  const previous = found.state === 'different' ? previousAt(copy, name) : undefined;
  if (found.state === 'different') {
    if (place === undefined || previous === undefined) return undefined;
    if (!isPrevious(share, place.folder.at(name), previous)) return undefined;
  }
  const outcome = previous === undefined ? 'copied' : 'replaced';
  return { ...receiptOf(copy, name, copy.checksum ?? ''), outcome, notPreserved: [] };
}

/** The document's previous copy, if this is its name. */
function previousAt({ job: { previous, directory } }: CopyInHand, name: string): CopyOnShare | undefined {
  return previous?.key === `${directory}/${name}` ? previous : undefined;
}

/** What stands under the name, or under one that differs from it only by case or Unicode form. */
function look(copy: CopyInHand, { folder, listing }: Place, name: string): Existing {
  const listed = listing?.get(foldName(name));
  // A listing may be behind the times. That is harmless only where taking the name is exclusive, and is done.
  const exclusive = copy.share.ways.hardLinks && !copy.job.dryRun;
  if (listing !== undefined && listed === undefined && exclusive) return { state: 'absent' };
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
