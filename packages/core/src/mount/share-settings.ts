import type { FileSystem } from './file-system.js';

/** What work on a share needs to know of it. */
export interface ShareSettings {
  readonly fs: FileSystem;
  /** The mount path. */
  readonly path: string;
  /** Whether folders are reached by `/proc/self/fd`; see anchored-folders.ts. */
  readonly anchored: boolean;
  /** Reads every copy back before it gets its name. */
  readonly readBack: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Folders of the share kept open at most, where they are anchored. Default 32. */
  readonly maxOpenFolders?: number | undefined;
}
