import { createHash } from 'node:crypto';
import type { Document } from '../../src/document.js';
import { type MemoryRow, type MemoryStore, memoryStore } from '../../src/testing/memory-store.js';
import { cloneTree, localDevice, type SimNode, settleTree, shareDevice, simFile, simNode } from './sim-node.js';

export const mountPath = '/mnt/nas';
export const uploads = '/app/uploads';

/** Of the runs. */
export const startMs = Date.UTC(2024, 5, 1);

/** A document of the simulated world, with the keys its copy may stand under. */
export interface SimDocument extends Document {
  readonly source: string;
  readonly content: Uint8Array;
  readonly keys: readonly string[];
  /** Whole contents that the source had before; a copy made then is a good one. */
  readonly older?: readonly Uint8Array[];
}

/** Everything that outlives a process: the disk of the host, the share, and the table. */
export interface World {
  readonly root: SimNode;
  /** Root of the share. */
  readonly share: SimNode;
  /** The local folder that the share is mounted on. */
  readonly mountPoint: SimNode;
  readonly store: MemoryStore;
  readonly documents: SimDocument[];
  /** Files on the share that nobody but their owner may change, by their path. */
  readonly foreign: Map<string, Uint8Array>;
  withoutLinks: boolean;
  /** Copies that somebody else made and did not flush: a power loss may spoil them. */
  readonly handMade: string[];
}

/** A world with an empty share and two documents. */
export function emptyWorld(): World {
  const local = () => simNode('folder', localDevice);
  const root = local();
  const mountPoint = local();
  const share = simNode('folder', shareDevice);
  mountPoint.mounted = share;
  const up = local();
  put(root, 'mnt', local()).entries.set('nas', mountPoint);
  put(root, 'app', local()).entries.set('uploads', up);
  put(root, 'outside', local());
  const world: World = {
    root,
    share,
    mountPoint,
    store: memoryStore(),
    documents: [],
    foreign: new Map(),
    withoutLinks: false,
    handMade: [],
  };
  // More than one read, and so more than one write.
  addDocument(world, {
    id: 1,
    type: 'invoice',
    date: '2024-01-31',
    name: 'a.pdf',
    content: 'content of a, '.repeat(10),
  });
  addDocument(world, { id: 2, type: 'receipt', date: null, name: 'b.txt', content: 'content of b' });
  return world;
}

export interface NewDocument {
  readonly id: number;
  readonly type: 'invoice' | 'receipt';
  readonly date: string | null;
  readonly name: string;
  readonly content: string;
}

/** Adds a pending row with its file, or gives the row another file. */
export function addDocument(world: World, { id, type, date, name, content }: NewDocument): SimDocument {
  const source = `${id}-${content.length}.bin`;
  const bytes = Buffer.from(content);
  folderAt(world.root, 'app/uploads').entries.set(source, simFile(bytes, localDevice, BigInt(id) * 1_000_000_007n));
  const directory = `${date === null ? 'undated' : date.slice(0, 7).replace('-', '/')}/${type}s`;
  const document = {
    id,
    type,
    date,
    source,
    fileName: name,
    version: content,
    content: bytes,
    keys: candidateKeys(directory, name, id, bytes),
  };
  world.documents.splice(0, world.documents.length, ...world.documents.filter((other) => other.id !== id), document);
  const { content: _, keys: __, ...row } = document;
  world.store.put(row);
  return document;
}

/** The host writes another file into the source of a document, in place or by a rename; its row stays as it is. */
export function rewriteSource(
  world: World,
  id: number,
  content: string,
  how: 'in place' | 'in place, with its old time' | 'by rename',
): void {
  const document = world.documents.find((candidate) => candidate.id === id);
  const entries = folderAt(world.root, 'app/uploads').entries;
  const node = entries.get(document?.source ?? '');
  if (document === undefined || node === undefined) throw new TypeError(`no document ${id}`);
  const bytes = Buffer.from(content);
  const mtimeNs = how === 'in place, with its old time' ? node.mtimeNs : node.mtimeNs + 1n;
  if (how === 'by rename') entries.set(document.source, simFile(bytes, localDevice, mtimeNs));
  else Object.assign(node, { content: bytes, mtimeNs, ctimeNs: node.ctimeNs + 1n });
  const older = [...(document.older ?? []), document.content];
  world.documents.splice(world.documents.indexOf(document), 1, { ...document, content: bytes, older });
}

function candidateKeys(directory: string, name: string, id: number, content: Uint8Array): string[] {
  const dot = name.lastIndexOf('.');
  const eight = checksumStart(content);
  return ['', `-${id}`, `-${id}-${eight}`].map(
    (suffix) => `${directory}/${name.slice(0, dot)}${suffix}${name.slice(dot)}`,
  );
}

const checksumStarts = new Map<string, string>();

function checksumStart(content: Uint8Array): string {
  const text = Buffer.from(content).toString('latin1');
  const known = checksumStarts.get(text);
  if (known !== undefined) return known;
  const start = createHash('sha256').update(content).digest('hex').slice(0, 8);
  checksumStarts.set(text, start);
  return start;
}

/** The world as it is now, apart from the first: for a second way on from here. */
export function cloneWorld(world: World): World {
  const root = cloneTree(world.root);
  const mountPoint = folderAt(root, 'mnt').entries.get('nas');
  const share = mountPoint?.mounted;
  if (mountPoint === undefined || share === undefined)
    throw new TypeError('a world is cloned while its share is mounted');
  const documents = [...world.documents];
  const foreign = new Map(world.foreign);
  return { ...world, root, share, mountPoint, store: storeOf(world.store.rows()), documents, foreign };
}

function storeOf(rows: readonly MemoryRow[]): MemoryStore {
  const store = memoryStore();
  for (const row of rows) store.put(row);
  return store;
}

/** Writes a file on the share, past every process; flushed unless said otherwise. */
export function putOnShare(world: World, path: string, content: string | Uint8Array): SimNode {
  const parts = path.split('/');
  const name = parts.pop() ?? '';
  let folder = world.share;
  for (const part of parts) folder = folder.entries.get(part) ?? put(folder, part, simNode('folder', shareDevice));
  return put(folder, name, simFile(content, shareDevice));
}

/** The same for a file that is not ours. */
export function putForeign(world: World, path: string, content: string): void {
  world.foreign.set(path, putOnShare(world, path, content).content);
}

/** What stands on the share under this path. */
export function onShare(world: World, path: string): SimNode | undefined {
  let node: SimNode | undefined = world.share;
  for (const part of path.split('/')) node = node?.entries.get(part);
  return node;
}

export function folderAt(root: SimNode, path: string): SimNode {
  let folder = root;
  for (const part of path.split('/')) {
    const next = folder.entries.get(part);
    if (next === undefined) throw new TypeError(`no ${path}`);
    folder = next.mounted ?? next;
  }
  return folder;
}

/** Everything that stands is on the disk. */
export function settle(world: World): World {
  settleTree(world.root);
  return world;
}

function put(folder: SimNode, name: string, node: SimNode): SimNode {
  folder.entries.set(name, node);
  return node;
}
