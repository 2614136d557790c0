import type { Catalogue } from './catalogue.js';

/** `{path}` is the mount path, `{id}` a document's id, `{error}` an error name of the system such as EIO. */
export const english: Catalogue = {
  errors: {
    MIRROR_NOT_CONFIGURED: {
      message: 'NAS mount not configured. Define NAS_MOUNT_PATH and mount the SMB share.',
      hint: 'Set the mount path (NAS_MOUNT_PATH) to the folder where the share is mounted, then restart.',
    },
    MIRROR_PATH_MISSING: {
      message: 'Mount path does not exist: {path}',
      hint: 'Mount the SMB share there, or correct the mount path. docmirror never creates this folder itself.',
    },
    MIRROR_NOT_A_FOLDER: {
      message: 'Mount path does not exist: {path}',
      hint: 'Something stands there, but it is not a folder. Point the mount path to the folder where the share is mounted.',
    },
    MIRROR_NOT_WRITABLE: {
      message: 'Mount is not writable',
      hint: 'Check the permissions of the SMB share and of the user it is mounted for, and that it is not mounted or exported read-only.',
    },
    MIRROR_FULL: {
      message: 'The NAS is full',
      hint: 'Free up space on the share (or raise its quota), then run again. Nothing was lost: pending documents stay pending.',
    },
    MIRROR_NOT_ANSWERING: {
      message: 'The NAS does not answer',
      hint: 'Check that the NAS is switched on and reachable. Pending documents stay pending; the next run goes on with them.',
    },
    MIRROR_NOT_OURS: {
      message:
        'This folder does not carry the mark of the share that documents were synchronized to. The share is probably not mounted.',
      hint: 'If the share is not mounted, mount it. If this really is a new or emptied NAS, adopt it (sync.adopt() or POST /adopt): every document becomes pending and is copied or recognised again.',
    },
    MIRROR_OTHER_SHARE: {
      message: 'Another share than the expected one is mounted here',
      hint: 'Mount the right share. If the change is intended, adopt this one (sync.adopt() or POST /adopt): every document becomes pending and is copied or recognised again.',
    },
    MIRROR_MARKER_DAMAGED: {
      message: 'The file .docmirror/mirror.json on the share cannot be read',
      hint: 'Restore this file from a backup of the share, or delete it and adopt the share (sync.adopt() or POST /adopt).',
    },
    MIRROR_MARKER_NEWER: {
      message: 'This share was set up by a later version of docmirror',
      hint: 'Install that version, or a later one, in every host that uses this share. Nothing was written to it.',
    },
    MIRROR_LAYOUT_CHANGED: {
      message:
        'Documents of type “{type}” are filed under “{pinned}” on this share, but the options now say “{wanted}”',
      hint: "Keep the folder of the share by writing layout: { folders: { {type}: '{pinned}' } }, or start over with an empty share.",
    },
    MIRROR_LOST: {
      message: 'The share went away during synchronization',
      hint: 'Mount it again and run again. Nothing was marked that is not on the share; pending documents stay pending.',
    },
    MIRROR_OTHER_DEVICE: {
      message: 'A folder on the share leads to another file system',
      hint: 'Remove what is mounted below the share’s root: a copy there could not be trusted.',
    },
    MIRROR_INSIDE_SOURCES: {
      message: 'The share and the source folder {root} lie inside one another',
      hint: 'Name only folders beside the share in sourceRoot. Until then, sources on the share are refused, and copies that can be reached from a source folder are neither replaced nor removed.',
    },
    MIRROR_FAILED: {
      message: 'The share refuses to work ({error})',
      hint: 'Look at the system’s log and at the NAS, then run again. Pending documents stay pending.',
    },
    COPY_PROCESS_FAILED: {
      message: 'The copy process could not be started, or ended unexpectedly ({error})',
      hint: 'Check the memory that is left for it (in a container, its limit), that the host may start processes (with Node’s permission model: --allow-child-process) and, in a bundled host, the option processPath. Pending documents stay pending.',
    },
    SYSTEM_LIMIT_REACHED: {
      message: 'The system has too few file descriptors, processes or too little memory for the copies ({error})',
      hint: 'EMFILE: raise the limit of open files (ulimit -n, LimitNOFILE, docker run --ulimit nofile) or lower concurrency. ENFILE: raise fs.file-max of the system. ENOMEM, EAGAIN: give the host more memory or processes (in a container, its limits). Pending documents stay pending.',
    },
    DOCUMENT_NOT_FOUND: {
      message: 'Document not found',
      hint: 'Check the id; the document may have been deleted, or lie outside the store’s filter.',
    },
    DOCUMENT_ID_INVALID: {
      message: 'Not a valid document id',
      hint: 'Give the id as it stands in the database. If it is the id of a row: correct it, or the option idType. Ids are whole numbers, UUIDs in lower case, or texts of at most 1,000 characters (500 with receipts).',
    },
    DOCUMENT_WITHOUT_FILE: {
      message: 'Document has no file',
      hint: 'Attach a file to the document first.',
    },
    DOCUMENT_DATE_INVALID: {
      message: 'The date “{date}” is not a date',
      hint: 'Correct the row, or map the column that holds the document’s date (YYYY-MM-DD, or a timestamp).',
    },
    DOCUMENT_CHANGED: {
      message: 'Document changed during the copy',
      hint: 'Nothing to do: it stays pending and the next run copies it as it is then.',
    },
    MARK_NOT_KEPT: {
      message: 'The database did not keep the mark of this document',
      hint: 'The copy is on the share, but the row still reads as pending. Look for a row-level security policy that keeps the host’s user from updating the row, a trigger that resets the mark, or a read replica that the store reads from: it must read where it writes.',
    },
    SOURCE_NOT_FOUND: {
      message: 'Source file not found',
      hint: 'Put the file back, or correct the path in the row. A relative path is looked up in sourceRoot.',
    },
    SOURCE_NOT_A_FILE: {
      message: 'Source is not a regular file',
      hint: 'Correct the path in the row: it leads to a folder, a device or a pipe.',
    },
    SOURCE_UNREADABLE: {
      message: 'Source file cannot be read ({error})',
      hint: 'Let the user that the host runs as read the file.',
    },
    SOURCE_OUTSIDE_ROOTS: {
      message: 'Source file lies outside the source folders',
      hint: 'Add its folder to sourceRoot if it may be read; links that lead out are never followed.',
    },
    SOURCE_IS_LINK: {
      message: 'Source is a link',
      hint: 'Write the path of the file itself into the row: a link could lead elsewhere a moment later.',
    },
    SOURCE_INSIDE_MIRROR: {
      message: 'Source file lies on the share itself',
      hint: 'Put the file into a source folder on the host’s own disk and correct the path in the row: on the share it has no second copy.',
    },
    SOURCE_CHANGED: {
      message: 'Source file changed during the copy',
      hint: 'Nothing to do: it stays pending and the next run copies it as it is then.',
    },
    COPY_NAME_TAKEN: {
      message: 'Every name for the copy is taken by another file',
      hint: 'Look at the folder on the share; docmirror never overwrites a file it did not write for this document.',
    },
    COPY_REFUSED: {
      message: 'The share refuses this file ({error})',
      hint: 'Check the permissions of the folder on the share, and whether the NAS allows this name.',
    },
    COPY_FOLDER_TAKEN: {
      message: 'Something that is not a folder stands on the share where the folder “{path}” belongs',
      hint: 'Move or rename what stands there; docmirror never removes what it did not write. It stays pending; the next run tries again.',
    },
    COPY_TOO_LARGE: {
      message: 'There is not enough room on the NAS for this document',
      hint: 'Free up space on the share, or raise its quota. It stays pending and is tried again after waits that grow; other documents go on while there is room for them.',
    },
    COPY_FAILED: {
      message: 'The copy failed ({error})',
      hint: 'It stays pending; the next run tries again.',
    },
    COPY_MISSING: {
      message: 'The copy is not on the share',
      hint: 'Verify with repair, or run again: it is copied anew while the source is there.',
    },
    COPY_CHANGED: {
      message: 'The copy on the share is not what was copied',
      hint: 'Verify with repair: it is set aside in .docmirror/trash and copied anew while the source is there.',
    },
    RESTORE_TARGET_TAKEN: {
      message: 'Another file is already there',
      hint: 'Look at both files. To replace the one that is there, restore with overwrite.',
    },
    RESTORE_TARGET_OUTSIDE: {
      message: 'The place to restore to lies outside the source folders',
      hint: 'Restore into a folder that you name with the option “to”.',
    },
    RESTORE_TARGET_INSIDE_MIRROR: {
      message: 'The place to restore to lies on the share itself',
      hint: 'Restore into a folder on the host’s own disk: name it with the option “to”, or correct the path in the row.',
    },
    RESTORE_OUTDATED: {
      message: 'The document changed since its copy was made',
      hint: 'Restore the copy into a folder that you name with the option “to”, and put it in place yourself if it is the right one.',
    },
    RESTORE_FAILED: {
      message: 'The file cannot be written to the local disk ({error})',
      hint: 'Check the free space and the permissions of the folder to restore to.',
    },
    FAILURE_UNKNOWN: {
      message: 'It failed for a reason that this version of docmirror does not know ({error})',
      hint: 'Another version of docmirror noted the failure. Update this one, or run again to see why it fails now.',
    },
    RUN_IN_PROGRESS: {
      message: 'A synchronization is already under way',
      hint: 'Wait for it to finish.',
    },
    RUN_ABORTED: {
      message: 'The synchronization was cancelled',
      hint: 'Run again to go on; what is done stays done.',
    },
    TOO_MANY_DELETED: {
      message: '{count} of {total} documents are gone from the database; their copies were left alone',
      hint: 'Check that the database is complete. If they really were deleted, run once with allowDeletions: true, or raise deleted.maxShare.',
    },
    ENGINE_STOPPED: {
      message: 'Synchronization is shut down',
      hint: 'The host is stopping. Run again after it has restarted.',
    },
    STORE_FAILED: {
      message: 'The database did not answer as expected',
      hint: 'Look at the host’s log for the cause. Nothing was marked that is not on the share; run again.',
    },
    STORE_MISMATCH: {
      message: 'The database has no “{subject}” that fits the store’s options',
      hint: 'Write {write} in the store’s options, or add it to the database and let the host’s user read it.',
    },
    STORE_NOT_ADVANCING: {
      message: 'The store returned the same page again',
      hint: 'The pages of a store must each begin behind the one before. Look for rows that were changed by hand, and, in a store of your own, test it with documentStoreSuite.',
    },
    STORE_ID_CHANGED: {
      message: 'The store is known on the share as “{kept}”, but its options now say “{given}”',
      hint: "Write storeId: '{kept}' (or none). If the change is intended, call rebuild(): it keeps the lists under the new name.",
    },
    STORE_LISTS_AMBIGUOUS: {
      message: 'Lists of several stores on the share may be this store’s: {stores}',
      hint: "Nothing was changed. Look at .docmirror/documents on the share, and name the one that is: rebuild({ from: ['{first}'] }), or POST /rebuild?from={first}.",
    },
    OPTIONS_INVALID: {
      message: '{detail}',
      hint: 'Correct the options handed in.',
    },
    QUERY_INVALID: {
      message: '“{name}” is not valid: {expected}',
      hint: 'Correct the request. The endpoints and what they take are in the documentation.',
    },
    RECEIPTS_NEEDED: {
      message: 'This needs receipts, and the store has none',
      hint: 'Create the table of receipts and switch it on: receipts: true in the store’s options; see the store’s README.',
    },
    FORBIDDEN: {
      message: 'Not allowed',
      hint: 'Sign in, or send the credentials that this host asks for.',
    },
    ROUTE_NOT_FOUND: {
      message: 'No such endpoint',
      hint: 'See the list of endpoints in the documentation.',
    },
    SERVER_UNREACHABLE: {
      message: 'The server cannot be reached',
      hint: 'Check baseUrl and that the server runs.',
    },
    ANSWER_INVALID: {
      message: 'The server did not answer as the synchronization API does',
      hint: 'Check that baseUrl leads to the sync router, and that both sides have the same version.',
    },
    INTERNAL_ERROR: {
      message: 'Internal error',
      hint: 'Look at the host’s log for the cause.',
    },
  },
  phrases: {
    testPassed: 'NAS mount accessible for read/write',
    documentSynced: 'Synchronized to {path}',
    documentRestored: 'Restored from {key}',
    documentPresent: 'The same file is already there: {key}',
    documentFailed: 'Document {id}: {message}',
    rebuildUnfinished:
      'The lists on the share are those of before: a rebuild was begun and did not come to its end. Call sync.rebuild() again.',
    expectedCursor: 'write the cursor of the answer before, or none to begin anew',
    expectedBody: 'write a JSON object of at most 64 KiB, or send no body',
    knownNames: 'no such parameter; this request takes {names}',
    noNames: 'this request takes no parameters',
    adopted: 'Share adopted. Every document is pending; run the synchronization.',
    typeUnknown: 'Unknown document type “{type}”: filed under “{folder}”.',
    dateMissing: 'Documents without a date are filed under “{folder}”.',
    copiesInSources:
      'Copies can be reached from the source folder {root}. One could be a document’s only file, so none is replaced or removed. Name only folders beside the share in sourceRoot.',
    copyIsSource: 'No longer needed, but it may be the file of a document, and so left alone: {key}',
    copyOfOther: 'No longer needed, but the lists of another store name it, and so left alone: {key}',
    unreceipted:
      'Marked documents without a receipt: {count}. Call sync.rebuild() or POST /rebuild; their copies are recognised then.',
    copyChanged: 'No longer needed, but changed by somebody, and so left alone: {key}',
    copyNotRemoved: 'No longer needed, but cannot be removed yet ({error}): {key}',
    listNotWritten: 'Cannot be written to .docmirror on the share yet ({error}): {name}',
  },
};
