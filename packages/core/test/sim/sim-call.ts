import type { FileSystem } from '../../src/mount/file-system.js';
import type { SimNode } from './sim-node.js';

export type SimOperation = keyof Omit<FileSystem, 'constants'>;

/** A call that is about to be made. */
export interface SimCall {
  readonly operation: SimOperation;
  /** Counts from 1. */
  readonly index: number;
  /** Whether the call goes to the share (below the mount path or by a descriptor of it). */
  onShare(): boolean;
}

export type SimFault =
  /** Fails, without effect or (`late`) after it: the answer got lost. Closing always frees the descriptor. */
  | { readonly error: Error; readonly late?: boolean }
  /** A write that takes only so many bytes; `silently`: and says that it took all. */
  | { readonly accept: number; readonly silently?: boolean };

export interface SimFs extends FileSystem {
  /** `/` of this machine. */
  readonly root: SimNode;
  /** Where the share is mounted. */
  readonly mountPath: string;
  /** Called before each call; may make it fail. */
  intercept: ((call: SimCall) => SimFault | undefined) | undefined;
  /** Called before each call with its number; what it throws is thrown in place of the call, which then has no effect at all. */
  beforeCall: ((index: number) => void) | undefined;
  /** Called when a name comes to lead to a file, with what it led to before. */
  onName: ((name: string, node: SimNode, before: SimNode | undefined) => void) | undefined;
  /** Called after the content of a file changed. */
  onContent: ((node: SimNode) => void) | undefined;
  /** Calls so far. */
  calls: number;
  /** Hard links are refused, as on many file systems. */
  withoutLinks: boolean;
  /** Most bytes that one read gives. */
  maxRead: number;
  /** Descriptors that were not closed. */
  openDescriptors(): number;
}
