/**
 * Every code a user can meet. Stable: programs may compare them. docs/errors.md lists each with its meaning.
 * The words are in the message catalogues.
 */
export const syncErrorCodes = [
  // The share
  'MIRROR_NOT_CONFIGURED',
  'MIRROR_PATH_MISSING',
  'MIRROR_NOT_A_FOLDER',
  'MIRROR_NOT_WRITABLE',
  'MIRROR_FULL',
  'MIRROR_NOT_ANSWERING',
  'MIRROR_NOT_OURS',
  'MIRROR_OTHER_SHARE',
  'MIRROR_MARKER_DAMAGED',
  'MIRROR_MARKER_NEWER',
  'MIRROR_LAYOUT_CHANGED',
  'MIRROR_LOST',
  'MIRROR_OTHER_DEVICE',
  'MIRROR_INSIDE_SOURCES',
  'MIRROR_FAILED',
  'COPY_PROCESS_FAILED',
  'SYSTEM_LIMIT_REACHED',
  // One document
  'DOCUMENT_NOT_FOUND',
  'DOCUMENT_ID_INVALID',
  'DOCUMENT_WITHOUT_FILE',
  'DOCUMENT_DATE_INVALID',
  'DOCUMENT_CHANGED',
  'MARK_NOT_KEPT',
  'SOURCE_NOT_FOUND',
  'SOURCE_NOT_A_FILE',
  'SOURCE_UNREADABLE',
  'SOURCE_OUTSIDE_ROOTS',
  'SOURCE_IS_LINK',
  'SOURCE_INSIDE_MIRROR',
  'SOURCE_CHANGED',
  'COPY_NAME_TAKEN',
  'COPY_REFUSED',
  'COPY_FOLDER_TAKEN',
  'COPY_TOO_LARGE',
  'COPY_FAILED',
  'COPY_MISSING',
  'COPY_CHANGED',
  'RESTORE_TARGET_TAKEN',
  'RESTORE_TARGET_OUTSIDE',
  'RESTORE_TARGET_INSIDE_MIRROR',
  'RESTORE_OUTDATED',
  'RESTORE_FAILED',
  'FAILURE_UNKNOWN',
  // The run
  'RUN_IN_PROGRESS',
  'RUN_ABORTED',
  'TOO_MANY_DELETED',
  'ENGINE_STOPPED',
  'STORE_FAILED',
  'STORE_MISMATCH',
  'STORE_NOT_ADVANCING',
  'STORE_ID_CHANGED',
  'STORE_LISTS_AMBIGUOUS',
  // The host's code and the wire
  'OPTIONS_INVALID',
  'QUERY_INVALID',
  'RECEIPTS_NEEDED',
  'FORBIDDEN',
  'ROUTE_NOT_FOUND',
  'SERVER_UNREACHABLE',
  'ANSWER_INVALID',
  'INTERNAL_ERROR',
] as const;

export type SyncErrorCode = (typeof syncErrorCodes)[number];

const known: ReadonlySet<string> = new Set(syncErrorCodes);

/** Whether this version knows a code that was kept. */
export function isSyncErrorCode(code: string): code is SyncErrorCode {
  return known.has(code);
}

/** What a message needs to be put into words. */
export type ErrorParams = Readonly<Record<string, string>>;
