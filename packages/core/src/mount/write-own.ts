import { createHash } from 'node:crypto';
import { errnoName } from '../errors/errno.js';
import { SyncError } from '../errors/sync-error.js';
import type { WriteRequest } from '../mirror.js';
import { partialName, partialSequence } from '../plan/partial-name.js';
import { closeQuietly } from './close-quietly.js';
import { syncUpwards } from './durable-folders.js';
import { flush } from './flush.js';
import { sweepFolder } from './listing.js';
import type { OpenShare } from './open-share.js';
import { ownPlace } from './own-file.js';
import { createPartial } from './partial.js';
import { findFolder } from './reach-folder.js';
import { writeAll } from './write-all.js';

type Piece = WriteRequest & { readonly content: string };

/**
 * Writes one of our own files in pieces; see `Mirror.write`. The partial is found again by its name alone, so the pieces
 * may be written by several threads, or by a process that took the place of another.
 */
export function writeOwn(share: OpenShare, request: WriteRequest): void {
  const { fs, tree } = share;
  const { directory, name } = ownPlace(request.name);
  share.recheck();
  if (request.content === null) {
    removeOwn(share, directory, name);
    return;
  }
  const piece = { ...request, content: request.content };
  const partial = partialOf(share, directory, request);
  try {
    writePiece(share, tree.folders.find(directory).at(partial), piece);
    if (!request.last) return;
    const folder = tree.folders.find(directory);
    fs.renameSync(folder.at(partial), folder.at(name));
    syncUpwards(tree.folders, directory);
  } catch (error) {
    share.removePartial(directory, partial);
    throw error;
  }
}

function removeOwn({ fs, tree }: OpenShare, directory: string, name: string): void {
  const folder = findFolder(tree.folders, directory);
  if (folder === undefined) return;
  try {
    fs.unlinkSync(folder.at(name));
  } catch (error) {
    if (errnoName(error) !== 'ENOENT') throw error;
  }
  // Also where it was gone: who removed it may have been stopped before it was durable.
  syncUpwards(tree.folders, directory);
}

/** Name of the partial of this writing; made anew for its first piece. */
function partialOf(share: OpenShare, directory: string, { token, offset }: WriteRequest): string {
  const { fs, tree } = share;
  const sequence = sequenceOf(token);
  const folder = tree.folders.enter(directory);
  const found = folder.list().find((name) => partialSequence(name) === sequence);
  if (offset > 0) {
    if (found !== undefined) return found;
    throw incomplete('ENOENT');
  }
  if (found !== undefined) fs.unlinkSync(folder.at(found));
  sweepFolder(fs, folder, share.now());
  const name = partialName({ birthMs: share.now(), pid: process.pid, sequence });
  // Readable to all: the lists are for people too.
  closeQuietly(fs, createPartial(fs, folder.at(name), 0o644));
  return name;
}

/** Flushed with each piece: an error of the writing must not get lost between two of them. */
function writePiece(share: OpenShare, path: string, { content, offset, last }: Piece): void {
  const { fs } = share;
  const { O_WRONLY, O_NOFOLLOW = 0 } = fs.constants;
  const bytes = Buffer.from(content, 'utf8');
  let fd: number | undefined = fs.openSync(path, O_WRONLY | O_NOFOLLOW);
  try {
    const before = fs.fstatSync(fd, { bigint: true });
    share.assertOnShare(before.dev);
    // A piece before is missing, and its place would be filled with zeros.
    if (before.size < BigInt(offset)) throw incomplete('size');
    writeAll(fs, fd, bytes, offset);
    flush(fs, fd);
    const { size } = fs.fstatSync(fd, { bigint: true });
    const expected = BigInt(offset + bytes.length);
    if (last ? size !== expected : size < expected) throw incomplete('size');
    const closing = fd;
    fd = undefined;
    // Some servers say only now that the disk is full.
    fs.closeSync(closing);
  } finally {
    if (fd !== undefined) closeQuietly(fs, fd);
  }
}

/** The number in the name of the partial that stands for this writing: 48 bits of the token's hash. */
function sequenceOf(token: string): number {
  return createHash('sha256').update(token).digest().readUIntBE(0, 6);
}

function incomplete(error: string): SyncError {
  return new SyncError('COPY_FAILED', { scope: 'transient', params: { error } });
}
