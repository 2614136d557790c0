import type * as nodeFs from 'node:fs';
import { dirname, join } from 'node:path';
import type { Mirror } from '../../src/mirror.js';
import type { MirrorHarness, MirrorRoot, MirrorSources } from '../../src/testing/mirror-harness.js';

/** What the harness needs of `node:fs`, which memfs has as well. */
export type HarnessFs = Pick<
  typeof nodeFs,
  'chmodSync' | 'mkdirSync' | 'readdirSync' | 'readFileSync' | 'rmSync' | 'statSync' | 'utimesSync' | 'writeFileSync'
>;

export interface FolderHarnessOptions {
  readonly fs: HarnessFs;
  /** An empty folder: `share` and `sources` are made in it. */
  readonly base: string;
  readonly mirror: (path: string) => Mirror;
}

/** A mirror over a folder, with its share and sources reached through `fs`. */
export function folderHarness({ fs, base, mirror }: FolderHarnessOptions): MirrorHarness {
  const share = join(base, 'share');
  const sourceFolder = join(base, 'sources');
  fs.mkdirSync(share);
  fs.mkdirSync(sourceFolder);
  const readOnly: string[] = [];

  const root: MirrorRoot = {
    list: async () => listBelow(fs, share, '').sort(),
    read: async (path) => fs.readFileSync(join(share, path)),
    async write(path, content) {
      fs.mkdirSync(dirname(join(share, path)), { recursive: true });
      // `join` would keep the slash of an empty path away; the root itself may be a file.
      fs.writeFileSync(path === '' ? share : join(share, path), content);
    },
    makeFolder: async (path) => void fs.mkdirSync(join(share, path), { recursive: true }),
    remove: async (path) => fs.rmSync(join(share, path), { recursive: true }),
    stat: async (path) => statOf(fs, join(share, path)),
    async makeReadOnly(path) {
      readOnly.push(join(share, path));
      fs.chmodSync(join(share, path), 0o555);
    },
  };
  const sources: MirrorSources = {
    folder: sourceFolder,
    list: async () => listBelow(fs, sourceFolder, '').sort(),
    async write(path, content, { mode = 0o644, mtimeMs } = {}) {
      const place = join(sourceFolder, path);
      fs.mkdirSync(dirname(place), { recursive: true });
      fs.writeFileSync(place, content);
      if (mtimeMs !== undefined) fs.utimesSync(place, mtimeMs / 1000, mtimeMs / 1000);
      fs.chmodSync(place, mode);
    },
    read: async (path) => fs.readFileSync(join(sourceFolder, path)),
    stat: async (path) => statOf(fs, join(sourceFolder, path)),
  };
  return {
    mirror: mirror(share),
    root,
    sources,
    async close() {
      for (const path of readOnly) fs.chmodSync(path, 0o755);
      // CIFS closes a file up to a second late; opened under another spelling of its name, it keeps its folder for so long.
      fs.rmSync(base, { recursive: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

function listBelow(fs: HarnessFs, folder: string, path: string): string[] {
  const names = fs.readdirSync(folder);
  if (names.length === 0 && path !== '') return [`${path}/`];
  return names.flatMap((name) => {
    const below = path === '' ? name : `${path}/${name}`;
    return fs.statSync(join(folder, name)).isDirectory() ? listBelow(fs, join(folder, name), below) : [below];
  });
}

function statOf(fs: HarnessFs, path: string): { mode: number; mtimeMs: number } {
  const { mode, mtimeMs } = fs.statSync(path);
  return { mode, mtimeMs };
}
