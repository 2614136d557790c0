import type { ErrorParams, SyncErrorCode } from '../../errors/codes.js';
import type { FailureScope } from '../../errors/sync-error.js';
import type { Mirror } from '../../mirror.js';
import type { LeftPartial } from '../share.js';

/** What host, copy process and its threads say to each other: plain data, in lists, since a message costs more than its content. */

/** The calls of `Mirror`, by name. */
export type CallName = Exclude<keyof Mirror, 'path' | 'ahead' | 'close'>;

export interface Call {
  readonly id: number;
  readonly name: CallName;
  /** The argument of the method of `Mirror`. */
  readonly argument: unknown;
}

/** From thread to thread: the rest of a copy, by the id of its call. See left-partials.ts. */
export interface TidyCall {
  readonly id: number;
  readonly name: 'tidy';
  readonly argument: LeftPartial;
}

export interface Failure {
  readonly code: SyncErrorCode;
  readonly params: ErrorParams;
  readonly scope: FailureScope;
}

export type Reply =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly failure: Failure };

/** `partial`: the temporary name of this copy is still to be removed. */
export type ThreadReply = Reply & { readonly partial?: LeftPartial };

/** The first argument of the program, as JSON. */
export interface Setup {
  readonly path: string;
  readonly readBack: boolean;
  /** How often the process tells that work goes on. */
  readonly pulseMs: number;
}

export type ToProcess =
  /** `concurrency`: at most so many copies at once from now on. */
  | { readonly calls: readonly Call[]; readonly concurrency: number }
  /** Copies, by the ids of their calls, that are not to begin any more. Those that have begun are replied to as ever. */
  | { readonly withdraw: readonly number[] };

/**
 * How long a process may take until it speaks, and its threads until they take calls. Until then they have not touched
 * the share, so that `stallMs` is not meant.
 */
export const startMs = 10_000;

/**
 * `pulse`: file-system calls have been finished since the last one, or threads are still being started. `shortOf`: a thread
 * could not be started, because the system has no more of this (an error name); the process ends.
 */
export type FromProcess =
  | { readonly replies: readonly Reply[] }
  | { readonly pulse: true }
  | { readonly shortOf: string };

/** A call in the hand of a thread. */
export interface HandedCall {
  readonly call: Call | TidyCall;
  /** Where it is claimed before it begins; undefined: it need not be. */
  readonly slot?: number | undefined;
}

/** What a thread is told; its calls come last, for the rest may matter to them. */
export interface ToThread {
  /** The share is not as it was, or much has been published: let go of what is open. */
  readonly release: boolean;
  /** Other threads have brought copies to these keys. */
  readonly published: readonly string[];
  readonly calls: readonly HandedCall[];
}

export interface ThreadSetup {
  readonly path: string;
  readonly readBack: boolean;
  /** See progress.ts. */
  readonly progress: SharedArrayBuffer;
  /** See left-partials.ts. */
  readonly leftPartials: SharedArrayBuffer;
  /** See claims.ts. */
  readonly claims: SharedArrayBuffer;
  /** See descriptors.ts. */
  readonly maxOpenFolders: number;
}
