import { SyncError } from '../errors/sync-error.js';
import type { CopyJob, CopyReceipt } from '../mirror.js';
import { foldName } from '../plan/fold-name.js';
import type { CopyOnShare } from '../receipt.js';
import { closeQuietly } from './close-quietly.js';
import { type CopyInHand, checksumOf, filledPartial, type LeavePartial } from './copy-in-hand.js';
import { namesToTry } from './copy-names.js';
import { compareExisting, type Existing, lookUp } from './existing.js';
import { flush, flushUnlessReadOnly } from './flush.js';
import type { OpenShare, Place } from './open-share.js';
import { publish } from './publish.js';
import { isPrevious, replacePrevious } from './replace.js';
import { assertRoom, noRoomFor } from './room.js';
import { openSource } from './source.js';

/**
 * Brings one document to the share: plain synchronous code. When it returns, the copy stands whole and flushed under
 * its final name; when it throws, no final name has changed.
 */
export function copyDocument(share: OpenShare, job: CopyJob, leave: LeavePartial): CopyReceipt {
  const source = openSource(share, job.source, job.sourceRoots);
  const copy: CopyInHand = { share, job, source, leave };
  try {
    return toFirstFreeName(copy);
  } catch (error) {
    throw noRoomFor(source.size, error) ?? error;
  } finally {
    closeQuietly(share.fs, source.fd);
    if (copy.partialName !== undefined) share.removePartial(job.directory, copy.partialName);
  }
}

/** A share on which a hard link takes so long makes the next copy wait for the removal of a name. */
const slowMs = 0.5;

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
  if (found.state === 'identical') return unchanged(copy, name, found);
  const previous = found.state === 'different' ? previousAt(copy, name) : undefined;
  if (found.state === 'different' && previous === undefined) return undefined;

  assertRoom(share.fs, share.enter(job.directory).folder, copy.source.size);
  const partial = filledPartial(copy);
  const { folder, listing } = share.enter(job.directory);
  const partialName = copy.partialName ?? '';
  const [from, to] = [folder.at(partialName), folder.at(name)];
  const startedAt = performance.now();
  const outcome =
    previous === undefined ? publish(share.fs, from, to, share.ways) : replacePrevious(copy, from, to, previous);
  if (outcome === 'taken') {
    const faster = compare(copy, to);
    return faster.state === 'identical' ? unchanged(copy, name, faster) : undefined;
  }
  const slow = performance.now() - startedAt > slowMs;
  if (outcome === 'renamed' || (slow && copy.leave(partialName))) delete copy.partialName;
  listing.set(foldName(name), name);
  const { checksum, notPreserved } = partial;
  return { ...receiptOf(copy, name, checksum), outcome: previous === undefined ? 'copied' : 'replaced', notPreserved };
}

/** What `toName` would do; a source that nothing is compared with is not read. */
function planName(copy: CopyInHand, name: string): CopyReceipt | undefined {
  const { share, job } = copy;
  const place = share.find(job.directory);
  const found: Existing = place === undefined ? { state: 'absent' } : look(copy, place, name);
  if (found.state === 'identical') return unchanged(copy, name, found);
  const previous = found.state === 'different' ? previousAt(copy, name) : undefined;
  if (found.state === 'different') {
    if (place === undefined || previous === undefined) return undefined;
    if (!isPrevious(copy, place.folder.at(name), previous)) return undefined;
  }
  assertRoom(share.fs, place?.folder ?? share.tree.folders.root, copy.source.size);
  const outcome = previous === undefined ? 'copied' : 'replaced';
  return { ...receiptOf(copy, name, copy.checksum ?? ''), outcome, notPreserved: [] };
}

/** The document's previous copy, if this is its name. */
function previousAt({ job: { previous, directory } }: CopyInHand, name: string): CopyOnShare | undefined {
  return previous?.key === `${directory}/${name}` ? previous : undefined;
}

/** What stands under the name, or under one that differs from it only by case or Unicode form. */
function look(copy: CopyInHand, { folder, listing }: Place, name: string): Existing {
  const folded = foldName(name);
  // A listing may be behind the times. That is harmless only where the name is about to be taken, and exclusively.
  const exclusive = copy.share.ways.hardLinks && !copy.job.dryRun && previousAt(copy, name) === undefined;
  if (exclusive && !listing.has(folded)) return { state: 'absent' };
  const found = compare(copy, folder.at(name));
  if (found.state !== 'absent') return found;
  const listed = listing.get(folded, folder);
  if (listed === undefined || listed === name) return found;
  return lookUp(copy.share.fs, folder.at(listed)) === undefined ? found : { state: 'different' };
}

function compare(copy: CopyInHand, path: string): Existing {
  const { share, source, job } = copy;
  const original = { stats: source.stats, passTimesOn: !job.dryRun };
  const flushed = job.dryRun ? flushUnlessReadOnly : flush;
  return compareExisting(share.fs, path, source.size, () => checksumOf(copy), share.buffer, original, flushed);
}

function unchanged(copy: CopyInHand, name: string, found: Extract<Existing, { state: 'identical' }>): CopyReceipt {
  copy.share.assertOnShare(found.device);
  return { ...receiptOf(copy, name, checksumOf(copy)), outcome: 'unchanged', notPreserved: found.notPreserved };
}

function receiptOf({ share, job, source }: CopyInHand, name: string, checksum: string) {
  const key = `${job.directory}/${name}`;
  const reachedFrom = share.overlap.rootAround(job.sourceRoots, key);
  return { key, size: Number(source.size), checksum, ...(reachedFrom !== undefined && { reachedFrom }) };
}
