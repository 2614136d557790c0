import { createHash } from 'node:crypto';
import * as nodeFs from 'node:fs';
import type { IFs } from 'memfs';
import type { Document } from '../../src/document.js';
import type { Mirror } from '../../src/mirror.js';
import type { FileSystem } from '../../src/mount/file-system.js';
import { mountMirror } from '../../src/mount/mount-mirror.js';
import type { Receipt } from '../../src/receipt.js';
import { createSyncEngine, type SyncEngine } from '../../src/run/engine.js';
import type { SyncEngineOptions } from '../../src/run/options.js';
import type { MemoryReceipts } from '../../src/testing/memory-receipts.js';
import { type MemoryStore, type MemoryStoreOptions, memoryStore } from '../../src/testing/memory-store.js';
import { memoryFileSystem } from './memory-file-system.js';

/** Where share and sources are in memory. */
export const nas = '/nas';
export const uploads = '/uploads';

export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** A store with receipts in memory and a share, that outlive the engines over them. */
export interface Archive {
  readonly fs: IFs;
  /** Folder of the share. */
  readonly nas: string;
  /** Folder of the sources. */
  readonly uploads: string;
  readonly store: MemoryStore & { readonly receipts: MemoryReceipts };
  /** What engines met that nobody waited for. */
  readonly errors: unknown[];
  /** Adds a document with its file, or changes it; its version goes up, as `updated_at` would. */
  put(document: Partial<Document> & { readonly id: number }, content?: string): void;
  /** An engine of its own: another instance. */
  engine(options?: Partial<SyncEngineOptions>, around?: (mirror: Mirror) => Partial<Mirror>): SyncEngine;
  /** Copies on the share by key, with what they hold. */
  copies(): Record<string, string>;
  /** Files below `.docmirror`, with what they hold. */
  own(): Record<string, string>;
  /** Folders and files on the share, but `.docmirror`. */
  tree(): string[];
  read(path: string): string | undefined;
  /** Receipts on the share that was used last. */
  receipts(role?: Receipt['role']): Promise<Receipt[]>;
  /** Key of each document's current copy. */
  keys(): Promise<Record<string, string>>;
}

/** @param beside another store on the same share, with files of its own. */
export function createArchive(storeOptions: MemoryStoreOptions = {}, beside?: Archive): Archive {
  const [nas, uploads] = beside === undefined ? ['/nas', '/uploads'] : [beside.nas, `${beside.uploads}-beside`];
  return archiveOn(beside?.fs ?? memoryFileSystem(), { nas, uploads }, storeOptions);
}

/** The same with share and sources in a folder of the real disk. */
export function createArchiveOnDisk(folder: string): Archive {
  return archiveOn(nodeFs as unknown as IFs, { nas: `${folder}/nas`, uploads: `${folder}/uploads` }, {});
}

function archiveOn(
  fs: IFs,
  { nas, uploads }: Pick<Archive, 'nas' | 'uploads'>,
  storeOptions: MemoryStoreOptions,
): Archive {
  for (const path of [nas, uploads]) fs.mkdirSync(path, { recursive: true });
  const store = memoryStore([], { receipts: true, storeId: 'office', ...storeOptions });
  const { receipts } = store;
  if (receipts === undefined) throw new TypeError('a store without receipts');
  const errors: unknown[] = [];
  let versions = 0;

  function walk(folder: string): string[] {
    return (fs.readdirSync(`${nas}/${folder}`) as string[]).sort().flatMap((name) => {
      const path = folder === '' ? name : `${folder}/${name}`;
      return fs.statSync(`${nas}/${path}`).isDirectory() ? [`${path}/`, ...walk(path)] : [path];
    });
  }
  const filesWhere = (ours: boolean): Record<string, string> =>
    Object.fromEntries(
      walk('')
        .filter((path) => !path.endsWith('/') && path.startsWith('.docmirror/') === ours)
        .map((path) => [path, String(fs.readFileSync(`${nas}/${path}`))]),
    );
  const allReceipts = async (role?: Receipt['role']) => {
    const mirrorId = await receipts.expectedMirror();
    return mirrorId === undefined ? [] : receipts.page({ mirrorId, role, limit: 1_000_000 });
  };

  return {
    fs,
    nas,
    uploads,
    store: { ...store, receipts },
    errors,
    put({ id, ...columns }, content) {
      versions += 1;
      const before = store.rows().find((row) => row.id === id);
      const fresh: Document = { id, type: 'invoice', date: '2024-01-31', source: `${id}.pdf`, fileName: `${id}.pdf` };
      store.put({ ...fresh, ...before, ...columns, version: versions });
      const source = columns.source ?? before?.source ?? `${id}.pdf`;
      if (content !== undefined || before === undefined) {
        fs.writeFileSync(`${uploads}/${source}`, content ?? `content of ${id}`);
      }
    },
    engine(options = {}, around = () => ({})) {
      // On the disk by descriptors, in memory by path.
      const way =
        fs !== (nodeFs as unknown as IFs)
          ? { fileSystem: fs as unknown as FileSystem }
          : { isolation: 'inline' as const };
      const mounted = mountMirror({ path: nas, ...way });
      return createSyncEngine({
        store,
        mirror: { ...mounted, ...around(mounted) },
        sourceRoot: uploads,
        retry: { attempts: 2, baseMs: 0 },
        onError: (error) => void errors.push(error),
        ...options,
      });
    },
    copies: () => filesWhere(false),
    own: () => filesWhere(true),
    tree: () => walk('').filter((path) => !path.startsWith('.docmirror/')),
    read: (path) => (fs.existsSync(`${nas}/${path}`) ? String(fs.readFileSync(`${nas}/${path}`)) : undefined),
    receipts: allReceipts,
    async keys() {
      const current = await allReceipts('current');
      return Object.fromEntries(current.flatMap(({ documentId, copy }) => (copy ? [[documentId, copy.key]] : [])));
    },
  };
}

/**
 * What must hold whenever a run went through: marks, receipts, copies and lists say the same.
 * @param meddled whether somebody was at the copies, which a run does not look for.
 */
export async function disagreements(archive: Archive, meddled = false): Promise<string[]> {
  const wrong: string[] = [];
  const copies = archive.copies();
  const current = await archive.receipts('current');
  const byId = new Map(current.map((receipt) => [receipt.documentId, receipt]));
  for (const { documentId, copy } of current) {
    if (copy === null || meddled) continue;
    const content = copies[copy.key];
    if (content === undefined) wrong.push(`the copy of ${documentId} is not at ${copy.key}`);
    else if (sha256(content) !== copy.checksum) wrong.push(`the copy of ${documentId} is another`);
  }
  for (const row of archive.store.rows()) {
    if (row.synced === true && !byId.get(row.id)?.copy) wrong.push(`document ${row.id} is marked without a receipt`);
  }
  if ((await archive.receipts('leaving')).length > 0) wrong.push('copies are leaving still');
  const listed = Object.entries(archive.own())
    .filter(([path]) => path.endsWith('.sha256'))
    .flatMap(([, text]) => text.split('\n').filter((line) => line !== ''));
  const expected = current.flatMap(({ copy }) => (copy ? [`${copy.checksum}  ${copy.key}`] : []));
  if (listed.sort().join('\n') !== expected.sort().join('\n')) wrong.push('the lists are not as the receipts');
  const empty = emptyFolders(archive);
  if (empty.length > 0 && !meddled) wrong.push(`empty folders: ${empty}`);
  return wrong;
}

export function emptyFolders(archive: Archive): string[] {
  return archive.tree().filter((path, n, all) => path.endsWith('/') && !all[n + 1]?.startsWith(path));
}
