import type { ErrorParams, SyncErrorCode } from '../../errors/codes.js';
import type { FailureScope } from '../../errors/sync-error.js';
import type { Mirror } from '../../mirror.js';

/** What host, copy process and its threads say to each other: plain data, in lists, since a message costs more than its content. */

/** The calls of `Mirror`, by name. */
export type CallName = Exclude<keyof Mirror, 'path' | 'close'>;

export interface Call {
  readonly id: number;
  readonly name: CallName;
  /** The argument of the method of `Mirror`. */
  readonly argument: unknown;
}

export interface Failure {
  readonly code: SyncErrorCode;
  readonly params: ErrorParams;
  readonly scope: FailureScope;
}

export type Reply =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly failure: Failure };

/** The first message of the host. */
export interface Setup {
  readonly path: string;
  readonly readBack: boolean;
  /** How often the process tells that calls on the share are being finished. */
  readonly pulseMs: number;
}

export type ToProcess = { readonly setup: Setup } | { readonly calls: readonly Call[] };

/** `pulse`: file-system calls have been finished since the last one. */
export type FromProcess = { readonly replies: readonly Reply[] } | { readonly pulse: true };

/** What a thread is told beside its calls, before the call that it could matter to. */
export type ThreadNews =
  /** Other threads have brought copies to these keys. */
  | { readonly published: readonly string[] }
  /** The share is not as it was: let go of what is open. */
  | { readonly release: true };

export interface ThreadSetup {
  readonly path: string;
  readonly readBack: boolean;
  /** Counts finished file-system calls of all threads. */
  readonly progress: SharedArrayBuffer;
}
