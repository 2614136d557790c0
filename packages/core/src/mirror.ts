import type { ErrorParams, SyncErrorCode } from './errors/codes.js';

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
  /** The root exists, a file was created, read back and removed in it. `marker` is null where none was found. */
  | { readonly usable: true; readonly marker: Marker | null }
  | { readonly usable: false; readonly code: SyncErrorCode; readonly params: ErrorParams };

/** One document to bring to the mirror. Plain data. */
export interface CopyJob {
  /** Marker id that the root must carry. */
  readonly mirrorId: string;
  /** As the row says: absolute, or relative to one of `sourceRoots`. */
  readonly source: string;
  /** Absolute folders; nothing outside them is read. */
  readonly sourceRoots: readonly string[];
  /** POSIX path below the root, made by the layout: `2024/01/invoices`. */
  readonly directory: string;
  /** First candidate for the name, made safe by the layout. */
  readonly fileName: string;
  /** Short text that tells this document from any other, safe in a name; for the second and third candidate. */
  readonly idTag: string;
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
  readonly outcome: 'copied' | 'unchanged';
  /** POSIX path relative to the root. */
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** SHA-256 of the content, lower-case hex. */
  readonly checksum: string;
  /** What the share did not let us carry over though the content is whole. */
  readonly notPreserved: readonly ('times' | 'mode')[];
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
  /** Creates, reads back and removes a file in the root, and reads the marker. Never rejects for the state of the share. */
  probe(): Promise<MirrorState>;
  /**
   * Writes the marker into a root that has none, exclusively; where one stands, adds the folders of types it does
   * not know and leaves the rest as it is. Durable when it resolves. Returns the marker as it now stands.
   * A new marker gets `mirrorId`, or a random id.
   */
  adopt(request: AdoptRequest): Promise<Marker>;
  /**
   * Brings one document to the mirror. When it resolves, the copy stands under its final name, complete, its
   * content flushed; its directory entry becomes durable with `confirm`. When it rejects, no final name has changed.
   */
  copy(job: CopyJob, terms?: CopyTerms): Promise<CopyReceipt>;
  /** Makes the directory entries of these copies durable, then reads the marker again. Only after this may rows be marked. */
  confirm(request: { readonly mirrorId: string; readonly keys: readonly string[] }): Promise<void>;
  /** Lets go of everything within `timeoutMs`; calls under way reject. Safe to call twice. A later call opens anew. */
  close(options?: { readonly timeoutMs?: number }): Promise<void>;
}
