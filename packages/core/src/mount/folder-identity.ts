import type { BigIntStats } from 'node:fs';

let unknown = 0n;

/**
 * Tells a folder from another that comes to stand at its path. Its inode number alone does not: file systems give that of a
 * removed folder to the next one, but that is born later.
 */
export function folderIdentity({ ino, birthtimeNs }: BigIntStats): bigint {
  if (birthtimeNs > 0n) return (birthtimeNs << 64n) | ino;
  // Where times of birth are not known, no folder is taken for one that was seen before.
  unknown -= 1n;
  return unknown;
}
