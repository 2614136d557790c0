import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** The disk that also holds the sources. */
export const disk = {
  title: 'local disk',
  documents: { mix: 6_000, large: 20 },
  async open(work) {
    const path = mkdtempSync(join(work, 'share-'));
    return { path, behind: path, close: () => rmSync(path, { recursive: true, force: true }) };
  },
};
