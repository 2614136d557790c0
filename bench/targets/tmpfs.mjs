import { mkdtempSync, rmSync, statfsSync } from 'node:fs';

const magic = 0x01021994;

/** A new folder in memory; undefined where the system has none that is known. */
export function folderInMemory() {
  try {
    return statfsSync('/dev/shm').type === magic ? mkdtempSync('/dev/shm/docmirror-bench-') : undefined;
  } catch {
    // No Linux.
    return undefined;
  }
}

export const tmpfs = {
  title: 'tmpfs',
  documents: { mix: 6_000, large: 20, small: 50_000 },
  async open() {
    const path = folderInMemory();
    if (path === undefined) return { missing: '/dev/shm is not a tmpfs' };
    return { path, behind: path, close: () => rmSync(path, { recursive: true, force: true }) };
  },
};
