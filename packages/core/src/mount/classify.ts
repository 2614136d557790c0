import type { SyncErrorCode } from '../errors/codes.js';
import { errnoName, isSystemLimit } from '../errors/errno.js';
import { type FailureScope, isSyncError, SyncError } from '../errors/sync-error.js';

interface Class {
  readonly scope: FailureScope;
  readonly code: SyncErrorCode;
}

function classOf(names: string, scope: FailureScope, code: SyncErrorCode): [string, Class][] {
  return names.split(' ').map((name) => [name, { scope, code }]);
}

/** What an error number of a call on the share means. Those not listed are `unknown`. */
const shareClasses = new Map<string, Class>([
  ...classOf('ENOSPC EDQUOT', 'run', 'MIRROR_FULL'),
  ...classOf('EROFS', 'run', 'MIRROR_NOT_WRITABLE'),
  ...classOf('EHOSTDOWN EHOSTUNREACH ENETDOWN ENETUNREACH ENOTCONN ECONNREFUSED', 'run', 'MIRROR_NOT_ANSWERING'),
  ...classOf('ENODEV ENXIO ESHUTDOWN ENOMEDIUM', 'run', 'MIRROR_LOST'),
  ...classOf('EXDEV', 'run', 'MIRROR_OTHER_DEVICE'),
  ...classOf('EMFILE ENFILE ENOMEM', 'transient', 'SYSTEM_LIMIT_REACHED'),
  ...classOf('EAGAIN EBUSY EIO ETIMEDOUT ESTALE EINTR ETXTBSY', 'transient', 'COPY_FAILED'),
  ...classOf('ECONNRESET ECONNABORTED ENETRESET EPIPE EREMOTEIO EDEADLK ENOLCK', 'transient', 'COPY_FAILED'),
  ...classOf('EACCES EPERM ENOENT', 'probe', 'COPY_REFUSED'),
  ...classOf('ENAMETOOLONG EINVAL EILSEQ EFBIG ENOTDIR EISDIR ELOOP', 'document', 'COPY_REFUSED'),
]);

/** Turns what a call on the share threw into the error the engine decides by. */
export function shareError(error: unknown): SyncError {
  if (isSyncError(error)) return error;
  const name = errnoName(error);
  // Not of the system at all: a defect of ours, which must not pass for a fault of the share.
  if (name === undefined) return new SyncError('INTERNAL_ERROR', { scope: 'unknown', cause: error });
  const { scope, code } = shareClasses.get(name) ?? { scope: 'unknown', code: 'COPY_FAILED' };
  return new SyncError(code, { scope, params: { error: name }, cause: error });
}

/** Turns what a call on the source threw into an error; it is the document's, unless the system had nothing left. */
export function sourceError(error: unknown): SyncError {
  if (isSyncError(error)) return error;
  const name = errnoName(error);
  if (isSystemLimit(name)) return shareError(error);
  // A loop of links leads to no file either.
  if (name === 'ENOENT' || name === 'ENOTDIR' || name === 'ENAMETOOLONG' || name === 'ELOOP') {
    return new SyncError('SOURCE_NOT_FOUND', { cause: error });
  }
  // What opening a socket says.
  if (name === 'ENXIO' || name === 'EISDIR') return new SyncError('SOURCE_NOT_A_FILE', { cause: error });
  return new SyncError('SOURCE_UNREADABLE', { params: { error: name ?? 'UNKNOWN' }, cause: error });
}
