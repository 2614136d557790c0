import { SyncError } from '../errors/sync-error.js';
import type { FileSystem } from './file-system.js';

/** Calls in a row that may write nothing before it counts as a failure rather than being asked for ever. */
const maxIdleWrites = 3;

/** Writes all of it, at `position` or where the descriptor stands: one call may write less than asked. */
export function writeAll(fs: FileSystem, fd: number, content: Uint8Array, position: number | null = null): void {
  let idle = 0;
  for (let written = 0; written < content.length; ) {
    const step = fs.writeSync(
      fd,
      content,
      written,
      content.length - written,
      position === null ? null : position + written,
    );
    idle = step > 0 ? 0 : idle + 1;
    if (idle > maxIdleWrites) throw new SyncError('COPY_FAILED', { scope: 'transient', params: { error: 'write' } });
    written += step;
  }
}
