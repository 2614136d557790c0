import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cifsCounter } from './cifs-counter.mjs';

/** The user's own share. Works in a folder of its own there, which is removed. */
export const mount = {
  title: process.env.DOCMIRROR_BENCH_TITLE ?? 'NAS_MOUNT',
  documents: { mix: 600 },
  async open() {
    const share = process.env.NAS_MOUNT;
    if (!share) return { missing: 'NAS_MOUNT names no share' };
    if (!existsSync(share)) return { missing: `NAS_MOUNT: ${share} does not exist` };
    const path = mkdtempSync(join(share, 'docmirror-bench-'));
    return {
      path,
      behind: path,
      counter: cifsCounter(share),
      close: () => rmSync(path, { recursive: true, force: true }),
    };
  },
};
