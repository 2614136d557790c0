import type { CopyJob, Marker, Mirror } from '../mirror.js';

/** The way past the mirror, to the share itself. Paths are POSIX, relative to the root; '' is the root. */
export interface MirrorRoot {
  /** Every file below the root, sorted; folders are named only where they are empty, with a `/` at the end. */
  list(): Promise<string[]>;
  read(path: string): Promise<Uint8Array>;
  /** Writes a file, with the folders it needs; with '' a file takes the place of the (removed) root. */
  write(path: string, content: string): Promise<void>;
  makeFolder(path: string): Promise<void>;
  /** Removes a file or a folder with all that is in it. */
  remove(path: string): Promise<void>;
  stat(path: string): Promise<{ readonly mode: number; readonly mtimeMs: number }>;
  /** Takes all right to write away from a folder. Not called where `rightsSkip` is given. */
  makeReadOnly(path: string): Promise<void>;
}

/** The folder that documents are copied from, and restored to. Paths are POSIX, relative to it. */
export interface MirrorSources {
  /** Absolute; the source root of the copies. */
  readonly folder: string;
  /** Every file below it, as `MirrorRoot.list` has them. */
  list(): Promise<string[]>;
  write(path: string, content: string | Uint8Array, as?: { mode?: number; mtimeMs?: number }): Promise<void>;
  read(path: string): Promise<Uint8Array>;
  stat(path: string): Promise<{ readonly mode: number; readonly mtimeMs: number }>;
}

/** One mirror over an empty root of its own, not adopted yet. */
export interface MirrorHarness {
  readonly mirror: Mirror;
  readonly root: MirrorRoot;
  readonly sources: MirrorSources;
  close(): Promise<void>;
}

/** Any test runner that knows describe and test: vitest, jest, mocha, node:test. */
export interface MirrorSuiteOptions {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly test: (name: string, body: () => Promise<void>) => unknown;
  /** Title of the suite. */
  readonly name: string;
  /** The reason why this mirror cannot be tested here; then it is announced by `skipTest`. */
  readonly skip?: string | undefined;
  /** The reason why rights on folders cannot be tested: root may write anywhere. */
  readonly rightsSkip?: string | undefined;
  /** The runner's way to say that a test is skipped; default: the suite says it on the console. */
  readonly skipTest?: ((title: string, reason: string) => unknown) | undefined;
  /** Called for each test. */
  create(): Promise<MirrorHarness>;
}

/** An adopted mirror, and jobs for it. */
export interface MirrorBench extends MirrorHarness {
  readonly marker: Marker;
  /** A job for the source of this name, to `2024/01/invoices`, for the document 7. */
  job(source: string, otherwise?: Partial<CopyJob>): CopyJob;
  /** The files of `root.list()` that are not below `.docmirror/`. */
  copies(): Promise<string[]>;
}

/** What a group of tests is given. */
export interface MirrorSuiteContext {
  /** A test over a mirror of its own, closed afterwards whatever happens. */
  check(name: string, body: (harness: MirrorHarness) => Promise<void>): void;
  /** The same, over one that is adopted. */
  checkAdopted(name: string, body: (bench: MirrorBench) => Promise<void>): void;
  /** The same, where rights on folders count; else the test is announced as skipped. */
  checkRights(name: string, body: (bench: MirrorBench) => Promise<void>): void;
}

export const suiteFolders = { invoice: 'invoices', other: 'others' };
