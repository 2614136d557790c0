import type { BigIntStats } from 'node:fs';

/** Flags of `open`; their numbers differ between systems, so they come with the file system. Absent ones count as 0. */
export interface OpenConstants {
  readonly O_RDONLY: number;
  readonly O_WRONLY: number;
  readonly O_CREAT: number;
  readonly O_EXCL: number;
  readonly O_NOFOLLOW?: number;
  readonly O_DIRECTORY?: number;
  readonly O_NONBLOCK?: number;
}

/** A name in a folder, with what stands there; links are not followed. */
export interface DirectoryEntry {
  readonly name: string;
  isDirectory(): boolean;
}

/**
 * The synchronous part of `node:fs` that a mount mirror needs, by the same names and with the same meaning.
 * `node:fs` in life, memfs or a simulated file system in tests.
 */
export interface FileSystem {
  readonly constants: OpenConstants;
  openSync(path: string, flags: number, mode?: number): number;
  closeSync(fd: number): void;
  /** May read less than asked; 0 at the end. */
  readSync(fd: number, buffer: Uint8Array, offset: number, length: number, position: number | null): number;
  /** May write less than asked. */
  writeSync(fd: number, buffer: Uint8Array, offset: number, length: number, position: number | null): number;
  fstatSync(fd: number, options: { bigint: true }): BigIntStats;
  statSync(path: string, options: { bigint: true }): BigIntStats;
  lstatSync(path: string, options: { bigint: true }): BigIntStats;
  fsyncSync(fd: number): void;
  /** Seconds since 1970; as text where negative, for Node takes a negative number for the time it is now. */
  futimesSync(fd: number, atime: number | string, mtime: number | string): void;
  fchmodSync(fd: number, mode: number): void;
  mkdirSync(path: string): unknown;
  /** Fails where the folder is not empty. */
  rmdirSync(path: string): void;
  /** A hard link that fails with EEXIST where `newPath` is taken. */
  linkSync(existingPath: string, newPath: string): void;
  renameSync(oldPath: string, newPath: string): void;
  unlinkSync(path: string): void;
  readdirSync(path: string): string[];
  readdirSync(path: string, options: { withFileTypes: true }): DirectoryEntry[];
  /** Absent where the file system cannot tell. Sizes in units of `bsize` bytes. */
  statfsSync?(path: string, options: { bigint: true }): { bsize: bigint; blocks: bigint; bavail: bigint };
  readlinkSync(path: string): string;
  realpathSync(path: string): string;
}
