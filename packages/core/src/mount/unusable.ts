import type { ErrorParams, SyncErrorCode } from '../errors/codes.js';
import { shareError } from './classify.js';

/** What is wrong with the share as a whole; a `MirrorState`, and the parts of an error. */
export interface Unusable {
  readonly usable: false;
  readonly code: SyncErrorCode;
  readonly params: ErrorParams;
}

export function unusable(code: SyncErrorCode, path: string, error = ''): Unusable {
  return { usable: false, code, params: { path, error } };
}

/** What a failed call that concerned no document says of the share. Throws what says nothing of it: a defect of ours, or a system that has nothing left. */
export function unusableAfter(error: unknown, path: string): Unusable {
  const failure = shareError(error);
  const name = failure.params.error ?? '';
  if (failure.code === 'SYSTEM_LIMIT_REACHED') throw failure;
  if (failure.scope === 'run') return unusable(failure.code, path, name);
  if (name === 'EACCES' || name === 'EPERM') return unusable('MIRROR_NOT_WRITABLE', path, name);
  // A defect of ours is not the share's fault.
  if (failure.code === 'INTERNAL_ERROR') throw failure;
  // Gone between two calls.
  if (name === 'ENOENT') return unusable('MIRROR_PATH_MISSING', path, name);
  return unusable('MIRROR_FAILED', path, name);
}
