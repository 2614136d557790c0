import type { DirectoryEntry } from './file-system.js';

/** A folder of the share, entered. */
export interface Folder {
  /** Path by which file-system calls reach `name` in this folder. */
  at(name: string): string;
  /** Tells whether another folder has come to stand at the same path; see folder-identity.ts. */
  inode(): bigint;
  list(): string[];
  entries(): DirectoryEntry[];
  /** Makes the names in this folder durable. */
  sync(): void;
}

/** The way to the folders below the root, which itself is never created. Paths are POSIX, relative, without `..`. */
export interface Folders {
  readonly root: Folder;
  /** Enters a folder, making it and its parents one by one. Links are refused. Good until the next call. */
  enter(path: string): Folder;
  /** The same for a folder that must be there: throws ENOENT where it is not. */
  find(path: string): Folder;
  /** Forgets what is remembered of a folder and of those above it: they may have been moved or removed. */
  forget(path: string): void;
  close(): void;
}
