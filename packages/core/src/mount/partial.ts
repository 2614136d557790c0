import { randomInt } from 'node:crypto';
import { SyncError } from '../errors/sync-error.js';
import { partialName } from '../plan/partial-name.js';
import { sourceError } from './classify.js';
import { closeQuietly } from './close-quietly.js';
import type { FileSystem } from './file-system.js';
import { flush } from './flush.js';
import { firstFlushBytes, nextFlushBytes } from './flush-pace.js';
import { copyMode, preserve } from './preserve.js';
import { type Reading, readThrough } from './read-through.js';
import type { OpenFile, Source } from './source.js';
import { assertUnchanged } from './source-unchanged.js';
import { writeAll } from './write-all.js';

export interface FilledPartial extends Reading {
  readonly notPreserved: readonly ('times' | 'mode')[];
  readonly device: bigint;
}

/** Names of partials. The random start keeps apart threads, and containers that share process ids. */
export function partialNames(now: () => number): () => string {
  let sequence = randomInt(2 ** 40);
  return () => {
    sequence += 1;
    return partialName({ birthMs: now(), pid: process.pid, sequence });
  };
}

/** Mode to create a partial with. Not read-only: some shares would then refuse to link or remove it. */
export function modeOf(file: OpenFile): number {
  return Number(copyMode(file)) | 0o200;
}

export function createPartial(fs: FileSystem, path: string, mode: number): number {
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW = 0 } = fs.constants;
  return fs.openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode);
}

/**
 * Fills a partial from the source: complete, with mode and times where the share takes them, flushed, its size
 * checked, closed. Throws otherwise; the descriptor is closed in any case, the file is the caller's to remove.
 */
export function fillPartial(fs: FileSystem, source: Source, fd: number, buffer: Buffer): FilledPartial {
  let open = true;
  try {
    // Now, while the share has just told: after the writing it would have to be asked again.
    const made = fs.fstatSync(fd, { bigint: true }).mode;
    const reading = transfer(fs, source, fd, buffer);
    assertUnchanged(fs, source, reading, buffer);
    const notPreserved = preserve(fs, source, fd, made);
    flush(fs, fd);
    const { size, dev, mode } = fs.fstatSync(fd, { bigint: true });
    if (size !== reading.bytes) throw new SyncError('COPY_FAILED', { scope: 'transient', params: { error: 'size' } });
    // CIFS says that it changed the mode and does not.
    if (!notPreserved.includes('mode') && (mode & 0o777n) !== copyMode(source)) notPreserved.push('mode');
    open = false;
    // Some servers say only now that the disk is full.
    fs.closeSync(fd);
    return { ...reading, notPreserved, device: dev };
  } catch (error) {
    if (open) closeQuietly(fs, fd);
    throw error;
  }
}

function transfer(fs: FileSystem, source: Source, fd: number, buffer: Buffer): Reading {
  // A large file is flushed every so often: errors come early, and a slow copy is not taken for a hung one.
  let flushAfter = firstFlushBytes;
  let unflushed = 0;
  let failure: unknown;
  try {
    return readThrough(fs, source.fd, source.size, buffer, (length) => {
      try {
        writeAll(fs, fd, buffer.subarray(0, length));
        unflushed += length;
        if (unflushed < flushAfter) return;
        unflushed = 0;
        const start = performance.now();
        flush(fs, fd);
        flushAfter = nextFlushBytes(flushAfter, performance.now() - start);
      } catch (error) {
        failure = error;
        throw error;
      }
    });
  } catch (error) {
    // What the share threw stays the share's; the rest came from reading the source.
    throw error === failure ? error : sourceError(error);
  }
}
