import type { ErrorParams, SyncErrorCode } from './errors/codes.js';
import type { CopyOnShare } from './receipt.js';

/** The small file in the mirror's root that proves that this folder is our share. */
export interface Marker {
  /** Random, made once. Two shares never have the same. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** Folder of each known type (types in lower case). Pinned: a type keeps its folder for the life of the share. */
  readonly folders: Readonly<Record<string, string>>;
}

/** What a probe found. Plain data: it crosses process borders. */
export type MirrorState =
  /**
   * The root exists, a file was created, read back and removed in it (`readOnly`: and the marker could be looked for).
   * `marker` is null where none was found.
   */
  | { readonly usable: true; readonly marker: Marker | null }
  | { readonly usable: false; readonly code: SyncErrorCode; readonly params: ErrorParams };

export interface ProbeRequest {
  /** True: whether the share can be read from, which is all that verifying, planning and restoring need. Writes nothing. */
  readonly readOnly?: boolean | undefined;
}

/** One document to bring to the mirror. Plain data. */
export interface CopyJob {
  /** Marker id that the root must carry. Null, only with `dryRun`: the root must have no marker. */
  readonly mirrorId: string | null;
  /** As the row says: absolute, or relative to one of `sourceRoots`. Refused with `SOURCE_INSIDE_MIRROR` where it lies on the share. */
  readonly source: string;
  /** Absolute folders; nothing outside them is read. */
  readonly sourceRoots: readonly string[];
  /** POSIX path below the root, made by the layout: `2024/01/invoices`. */
  readonly directory: string;
  /** First candidate for the name, made safe by the layout. */
  readonly fileName: string;
  /** Short text that tells this document from any other, safe in a name; for the second and third candidate. */
  readonly idTag: string;
  /** Folded keys (see `foldName`) that belong to other documents: passed over, whatever stands there. */
  readonly claimed?: readonly string[] | undefined;
  /**
   * This document's copy as its receipt has it. Where the layout could still give its name (but for case and Unicode form),
   * that is the first candidate, and the file there may be replaced while it holds just these bytes. Any other is left alone,
   * and so is one that can be reached from a source root, or that is the source itself under another name.
   */
  readonly previous?: CopyOnShare | undefined;
  /** Only says what would be done, and writes nothing; an identical copy that is there is found and flushed all the same. */
  readonly dryRun?: boolean | undefined;
}

/** How many copies are wanted at once, and until when. */
export interface CopyTerms {
  /** At most so many copies are made at once; what is asked for beyond waits its turn in the mirror. */
  readonly concurrency: number;
  /** Once it is aborted, a copy that has not begun never begins: it rejects with `RUN_ABORTED`. */
  readonly signal: AbortSignal;
}

/** What is known of one copy after it was made or found. Plain data. */
export interface CopyReceipt {
  /** `replaced`: in place of this document's previous copy. Of a dry run: what it would be. */
  readonly outcome: 'copied' | 'unchanged' | 'replaced';
  /** POSIX path relative to the root. */
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** SHA-256 of the content, lower-case hex. Empty where a dry run had no need to read the source. */
  readonly checksum: string;
  /** What the share did not let us carry over though the content is whole. */
  readonly notPreserved: readonly ('times' | 'mode')[];
  /** The first of `sourceRoots` from which this copy itself can be reached; absent: none, as it should be. */
  readonly reachedFrom?: string | undefined;
}

export interface AdoptRequest {
  readonly folders: Readonly<Record<string, string>>;
  readonly mirrorId?: string | undefined;
  /**
   * Only the marker with this id is meant: it gets the folders, and where it is missing (the share went away meanwhile)
   * none is written; that rejects with `MIRROR_LOST`, another one with `MIRROR_OTHER_SHARE`.
   */
  readonly extendId?: string | undefined;
}

export type VerifyLevel = 'presence' | 'size' | 'checksum';

export interface InspectRequest {
  readonly mirrorId: string;
  readonly level: VerifyLevel;
  readonly copies: readonly CopyOnShare[];
  /** As of a job. */
  readonly sourceRoots?: readonly string[] | undefined;
}

/** What a look at one copy found. `changed`: other bytes (or another size) than the receipt says, or no regular file. */
export interface Inspection {
  readonly state: 'right' | 'missing' | 'changed' | 'unreadable';
  /** Name of the system's error where unreadable. */
  readonly error?: string | undefined;
  /** It can be reached from one of the source roots of the request: `remove` would leave it alone. */
  readonly inSources?: true | undefined;
}

export interface RemoveRequest {
  readonly mirrorId: string;
  readonly copy: CopyOnShare;
  /** Folder below `.docmirror/trash` that the file is moved to, such as `2024-01-31`; absent: it is deleted. */
  readonly trash?: string | undefined;
  /** True (only with `trash`): whatever it holds. */
  readonly whatever?: boolean | undefined;
  /** As of the job: what can be reached from one of these may be the file of a row, and stays. */
  readonly sourceRoots?: readonly string[] | undefined;
  /** What the document's row names now, as of the job: that very file stays, under whatever name. */
  readonly source?: string | null | undefined;
}

export type RemoveOutcome = 'removed' | 'absent' | 'changed' | 'source';

export interface RestoreRequest {
  readonly mirrorId: string;
  readonly copy: CopyOnShare;
  /** Absolute folder that must exist; nothing outside it is written. */
  readonly root: string;
  /** POSIX path below it; missing folders are made. */
  readonly path: string;
  /** Whether a different file that stands there may be replaced. */
  readonly overwrite: boolean;
}

export interface ListRequest {
  readonly mirrorId: string;
  /** A folder below `.docmirror`, such as `documents`: its files, by their names as in `ReadRequest`, instead of the copies. */
  readonly own?: string | undefined;
  /** Only keys after this one, in the order of the walk. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** A file of ours below `.docmirror`, written in pieces and published whole with the last; or removed. */
export interface WriteRequest {
  readonly mirrorId: string;
  /** POSIX path below `.docmirror`: `checksums/2024-01.sha256`. */
  readonly name: string;
  /** The same for all pieces of one writing, and for no other: letters and digits. */
  readonly token: string;
  /** Null, in a first piece that is the last: from then on there is no such file. */
  readonly content: string | null;
  /** Bytes that the pieces before have written; 0 begins. */
  readonly offset: number;
  readonly last: boolean;
}

export interface ReadRequest {
  readonly mirrorId: string;
  /** As in `WriteRequest`. */
  readonly name: string;
  /** In bytes: the sum of `bytes` so far. */
  readonly offset: number;
}

/**
 * Where copies go. Speaks in plain data only, so that the work can be done in another process.
 *
 * Failures are `SyncError`s whose `scope` says what they concern (see errors/sync-error.ts). None of the methods
 * throws synchronously. Any number of calls may be under way at once, except that `close` is the last.
 */
export interface Mirror {
  /** The root as the user named it; null when not configured. For messages only. */
  readonly path: string | null;
  /**
   * So many copies may wait in the mirror for each that is being made, so that the next is at hand when one ends. When
   * one fails with scope `run`, those that wait fail alike and never begin. Default 0: a copy asked for begins at once.
   */
  readonly ahead?: number;
  /**
   * Creates, reads back and removes a file in the root, and reads the marker. Never rejects for the state of the share; where
   * the system has no descriptors or memory left to look at it, it does (`SYSTEM_LIMIT_REACHED`).
   */
  probe(request?: ProbeRequest): Promise<MirrorState>;
  /**
   * Writes the marker into a root that has none, exclusively; where one stands, adds the folders of types it does
   * not know and leaves the rest as it is. Durable when it resolves. Returns the marker as it now stands.
   * A new marker gets `mirrorId`, or a random id.
   */
  adopt(request: AdoptRequest): Promise<Marker>;
  /**
   * Brings one document to the mirror. When it resolves, the copy stands under its final name, complete, its
   * content flushed; its directory entry becomes durable with `confirm`. When it rejects, no final name has changed.
   * Where the share had no room for it, it rejects with `COPY_TOO_LARGE` and `bytes` (the document's size) in its params:
   * scope `document` where the share said so before, `probe` where writing failed, since the share may be full as a whole.
   */
  copy(job: CopyJob, terms?: CopyTerms): Promise<CopyReceipt>;
  /** Makes the directory entries of these copies durable, then reads the marker again. Only after this may rows be marked. */
  confirm(request: { readonly mirrorId: string; readonly keys: readonly string[] }): Promise<void>;
  /** Looks at copies, in the order of the request; never repairs. At level `checksum` every byte is read. */
  inspect(request: InspectRequest): Promise<Inspection[]>;
  /**
   * Takes one copy away, but only while it holds what the receipt says (`changed` otherwise, and nothing is done), and then
   * the folders that this leaves empty. Durable when it resolves. `source`: it is, or may be, the file of a row, and nothing
   * is done either.
   */
  remove(request: RemoveRequest): Promise<RemoveOutcome>;
  /**
   * Brings one copy back to the local disk: complete, compared with the checksum, flushed, under its name only when whole.
   * `present`: the same file was there. Rejects with `RESTORE_TARGET_TAKEN` where another one is, with
   * `RESTORE_TARGET_INSIDE_MIRROR` where the place lies on the share, `COPY_MISSING` or `COPY_CHANGED` where the copy is not
   * what the receipt says.
   */
  restore(request: RestoreRequest): Promise<'restored' | 'present'>;
  /**
   * Keys of all files on the share but ours below `.docmirror`, partials and what is nobody's (`.DS_Store`, `@eaDir` …), in a
   * fixed order. An empty page is the end. A page that goes on after the one before may be of the names as they were up to
   * half a minute ago. Temporary files of ours that were left behind for more than a day are removed where the share lets
   * us, and their keys are listed all the same, so that they can be reported.
   */
  list(request: ListRequest): Promise<string[]>;
  /** Writes one of our own files, durable with the last piece, in place of the one before; or removes it (where there is none, nothing is done). */
  write(request: WriteRequest): Promise<void>;
  /** Whole lines of one of our own files, about 1 MiB from `offset` on; `bytes` is 0 at the end. Null where there is no such file. */
  read(request: ReadRequest): Promise<{ readonly text: string; readonly bytes: number } | null>;
  /** Lets go of everything within `timeoutMs`; calls under way reject. Safe to call twice. A later call opens anew. */
  close(options?: { readonly timeoutMs?: number }): Promise<void>;
}
