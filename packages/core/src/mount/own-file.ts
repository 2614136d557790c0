import { posix } from 'node:path';
import { SyncError } from '../errors/sync-error.js';
import { isSafeOwnName, ownFolder } from '../plan/safe-path.js';

/** Where one of our own files stands: its folder from the root, and its name there. Throws for a name that leads out, and for the marker's. */
export function ownPlace(name: string): { readonly directory: string; readonly name: string } {
  if (!isSafeOwnName(name)) throw new SyncError('COPY_REFUSED', { params: { error: 'EINVAL' } });
  const path = posix.join(ownFolder, name);
  return { directory: posix.dirname(path), name: posix.basename(path) };
}
