import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { versionOf } from '../command.mjs';
import { sharedTool } from '../shared.mjs';
import { folderInMemory } from './tmpfs.mjs';

const latencyMs = 2;

/** Every call but those that move bytes (read, write), and `release`, which nobody waits for. */
const slowCalls =
  'getattr,access,readlink,readdir,mkdir,unlink,rmdir,symlink,rename,link,chmod,chown,truncate,utimens,open,create,statfs,flush,fsync';

/** A file system in user space before a folder in memory, which takes its time and counts calls. Caches names and attributes for a second. */
export const slow = {
  title: `slow mount (${latencyMs} ms per call)`,
  documents: { mix: 600 },
  async open(work) {
    const missing = whatIsMissing();
    if (missing) return { missing };
    const home = mkdtempSync(join(work, 'slow-'));
    const behind = folderInMemory() ?? join(home, 'behind');
    const path = join(home, 'mount');
    mkdirSync(path);
    const { mountFaultfs } = await import(pathToFileURL(join(sharedTool('faultfs'), 'client.mjs')));
    const mounted = await mountFaultfs({
      binary: build(home),
      backing: behind,
      mountpoint: path,
      socket: join(home, 'socket'),
      options: 'allow_other,entry_timeout=1,attr_timeout=1',
    });
    await mounted.ctl(`latency ${slowCalls} ${latencyMs}`);
    return {
      path,
      behind,
      counter: {
        how: 'calls that reach the file system',
        zero: () => mounted.ctl('zero'),
        read: async () => sum((await mounted.stats()).calls),
      },
      async close() {
        try {
          await mounted.unmount();
        } finally {
          rmSync(behind, { recursive: true, force: true });
        }
        rmSync(home, { recursive: true, force: true });
      },
    };
  },
};

function sum(calls) {
  const all = Object.values(calls).reduce((total, n) => total + n, 0);
  return { all, reads: calls.read ?? 0, byName: calls };
}

function whatIsMissing() {
  if (sharedTool('faultfs') === undefined) return 'the tool faultfs is not in the folder `shared` (DOCMIRROR_SHARED)';
  if (process.getuid?.() !== 0) return 'mounting needs root';
  if (versionOf('fusermount3') === undefined) return 'fusermount3 is not installed';
  if (process.env.DOCMIRROR_FAULTFS) return undefined;
  return versionOf('pkg-config', ['--modversion', 'fuse3']) && versionOf('cc')
    ? undefined
    : 'a C compiler and libfuse3-dev are not installed';
}

function build(home) {
  if (process.env.DOCMIRROR_FAULTFS) return process.env.DOCMIRROR_FAULTFS;
  const flags = execFileSync('pkg-config', ['--cflags', '--libs', 'fuse3'], { encoding: 'utf8' }).trim().split(/\s+/);
  const binary = join(home, 'faultfs');
  execFileSync('cc', ['-O2', '-o', binary, join(sharedTool('faultfs'), 'faultfs.c'), ...flags, '-lpthread']);
  return binary;
}
