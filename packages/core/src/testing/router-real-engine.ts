import * as nodeFs from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileSystem } from '../mount/file-system.js';
import { mountMirror } from '../mount/mount-mirror.js';
import { createSyncEngine, type SyncEngine } from '../run/engine.js';
import type { SyncApi } from '../sync-api.js';
import { type MemoryStore, memoryStore } from './memory-store.js';
import type { RouterSuiteOptions } from './router-harness.js';
import { withRouter } from './router-harness.js';

export interface RealEngine {
  readonly baseUrl: string;
  readonly sync: SyncEngine;
  readonly store: MemoryStore;
  /** Where the share is. */
  readonly share: string;
  /** The folder the documents' files are in. */
  readonly uploads: string;
}

/** How things stand with the share. */
export type ShareState = 'mounted' | 'unset' | 'missing' | 'a file' | 'read-only';

export interface EngineSetting {
  readonly wrap?: (sync: SyncEngine) => SyncApi;
  /** Whether the store keeps receipts. Default false. */
  readonly receipts?: boolean;
}

/** An engine on real folders, behind the router. One document has no file behind its path, one has no path. */
export async function withEngine(
  suite: RouterSuiteOptions,
  state: ShareState,
  use: (engine: RealEngine) => Promise<void>,
  { wrap = (sync) => sync, receipts = false }: EngineSetting = {},
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'docmirror-router-'));
  const share = join(folder, 'nas');
  const uploads = join(folder, 'uploads');
  await mkdir(uploads);
  await writeFile(join(uploads, 'abc.pdf'), 'an invoice');
  if (state === 'a file') await writeFile(share, '');
  else if (state !== 'missing') await mkdir(share);

  const store = memoryStore(
    [
      { id: 7, type: 'invoice', date: '2024-01-15', source: 'abc.pdf' },
      { id: 42, type: 'receipt', date: '2024-02-01', source: 'lost.jpg' },
      { id: 50, type: 'other', date: '2024-03-01', source: null },
    ],
    { receipts },
  );
  const mirror = mountMirror({
    path: state === 'unset' ? undefined : share,
    // The wire contract is the same either way, and this one needs no program beside the code.
    isolation: 'inline',
    ...(state === 'read-only' && { fileSystem: readOnly(nodeFs) }),
  });
  const sync = createSyncEngine({ store, mirror, sourceRoot: uploads });
  try {
    await withRouter(suite, wrap(sync), { authorize: false }, (baseUrl) =>
      use({ baseUrl, sync, store, share, uploads }),
    );
  } finally {
    await sync.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** As a share exported read-only: permissions would not stop a test that runs as root. */
function readOnly(fs: FileSystem): FileSystem {
  const { O_WRONLY, O_CREAT } = fs.constants;
  return {
    ...fs,
    openSync(path, flags, mode) {
      if ((flags & (O_WRONLY | O_CREAT)) === 0) return fs.openSync(path, flags, mode);
      throw Object.assign(new Error('EROFS: read-only file system, open'), { code: 'EROFS', errno: -30 });
    },
  };
}
