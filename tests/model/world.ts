import { createHash } from 'node:crypto';
import type { Document } from '../../packages/core/src/document.js';
import type { Receipt } from '../../packages/core/src/receipt.js';
import { type SimNode, shareDevice, simFile, simNode, walkTree } from '../../packages/core/test/sim/sim-node.js';
import { emptyWorld, folderAt, mountPath, uploads } from '../../packages/core/test/sim/world.js';
import type { ModelStore } from './stores.js';

export { mountPath, uploads };

/** Name below the source root by which files of the share can be named. */
export const insideFolder = 'nas';

/** A row of the host as the model keeps it: plain, and right by definition. */
export interface ModelDocument extends Document {
  readonly id: number;
  readonly source: string;
  readonly version: number;
  readonly content: string;
  /** The host lost the file itself. */
  readonly lost: boolean;
  /** The file was replaced, and nothing in the row says so. */
  readonly unsaid: boolean;
  /** Path on the share of the file that the row names; undefined: it is no file of the share. */
  readonly inside?: string | undefined;
}

/** The machine and its share, on which several hosts may work. */
export interface ModelDisk {
  readonly root: SimNode;
  readonly share: SimNode;
  readonly mountPoint: SimNode;
  /** Contents that somebody else put on the share: none of them may ever be gone. */
  readonly strangers: Set<string>;
  /** Files left on the share without a receipt by a process that was killed. */
  readonly strays: Set<string>;
  /** What somebody made of copies, by their key; undefined: took away. */
  readonly spoilt: Map<string, string | undefined>;
  /** Files on the share, by their path, that may be the only copy of what they hold: nobody may touch them. */
  readonly keepsakes: Map<string, Keepsake>;
  /** Whether the share can be reached from where sources are: nothing on it is replaced or removed then. */
  readonly mounts: { inside: boolean };
  readonly clock: {
    /** Milliseconds since 1970, for the age of partials. */
    nowMs: number;
    /** Never twice the same: no version is. */
    version: number;
    strangers: number;
  };
}

export interface Keepsake {
  readonly content: string;
  readonly why: string;
}

/** A host: everything of it that outlives a process, and the disk that it shares with others. */
export interface ModelWorld extends ModelDisk {
  /** Of this host alone. */
  readonly name: string;
  readonly store: ModelStore;
  readonly documents: Map<number, ModelDocument>;
  /** Documents whose receipts were edited by hand since the last rebuild. */
  readonly edited: Set<number>;
  /** Hosts on the same share. */
  readonly others: ModelWorld[];
  lastId: number;
  dump: ModelDump | undefined;
  /** The database is older than the lists on the share, and nothing was rebuilt since. */
  isBehindLists: boolean;
}

/** What a dump of the database holds, and the files of its documents. */
export interface ModelDump {
  readonly documents: readonly ModelDocument[];
  readonly marked: readonly number[];
  readonly receipts: readonly Receipt[];
  readonly mirrorId: string | undefined;
  readonly lastId: number;
}

export function createModelDisk(): ModelDisk {
  const { root, share, mountPoint } = emptyWorld();
  const up = folderAt(root, 'app/uploads').entries;
  for (const name of [...up.keys()]) up.delete(name);
  return {
    ...{ root, share, mountPoint },
    strangers: new Set(),
    strays: new Set(),
    spoilt: new Map(),
    keepsakes: new Map(),
    mounts: { inside: false },
    clock: { nowMs: Date.UTC(2024, 5, 1), version: 0, strangers: 0 },
  };
}

/** Mounts the share a second time, where sources are, so that a row can name a file on it. */
export function mountInside({ root, share, mounts }: ModelDisk): void {
  folderAt(root, 'app/uploads').entries.set(insideFolder, simNode('folder', 3n, { mounted: share }));
  const table = [
    '1 0 0:3 / / rw - ext4 /dev/sda1 rw',
    `2 1 0:7 / ${mountPath} rw - cifs //nas/share rw`,
    `3 1 0:7 / ${uploads}/${insideFolder} rw - cifs //nas/share rw`,
  ];
  const self = simNode('folder', 3n);
  self.entries.set('mountinfo', simFile(`${table.join('\n')}\n`, 3n));
  const proc = simNode('folder', 3n);
  proc.entries.set('self', self);
  root.entries.set('proc', proc);
  mounts.inside = true;
}

export function createModelWorld(disk: ModelDisk, store: ModelStore, name: string): ModelWorld {
  return {
    ...disk,
    ...{ name, store, documents: new Map(), edited: new Set(), others: [] },
    ...{ lastId: 0, dump: undefined, isBehindLists: false },
  };
}

/** Writes row and file as the host does: every change of the row makes its version another. */
export async function putDocument(world: ModelWorld, document: Omit<ModelDocument, 'version'>): Promise<void> {
  const put = { ...document, version: nextVersion(world) };
  writeSource(world, put);
  world.documents.set(put.id, put);
  await world.store.put(rowOf(put));
}

/**
 * Whether no more is promised than that nothing is lost, and marks are right: where receipts were edited by hand, and
 * where a copy may be somebody's only file, so that none is replaced or removed.
 */
export function isLoose({ edited, mounts }: ModelWorld): boolean {
  return edited.size > 0 || mounts.inside;
}

export function rowOf({ content: _, lost: __, unsaid: ___, inside: ____, ...row }: ModelDocument) {
  return row;
}

/** Leaves room for those that the database makes of it. */
export function nextVersion({ clock }: ModelDisk): number {
  clock.version += 1_000;
  return clock.version;
}

export function writeSource(world: ModelWorld, { source, content, lost, inside }: ModelDocument): void {
  if (inside !== undefined) return;
  const entries = folderAt(world.root, 'app/uploads').entries;
  if (lost) entries.delete(source);
  else entries.set(source, simFile(Buffer.from(content), 3n, BigInt(world.clock.nowMs) * 1_000_000n));
}

export function sourceContent(
  world: ModelWorld,
  { source, inside }: Pick<ModelDocument, 'source' | 'inside'>,
): string | undefined {
  const uploaded = folderAt(world.root, 'app/uploads').entries.get(source);
  const node = inside === undefined ? uploaded : nodeOnShare(world, inside);
  return node && Buffer.from(node.content).toString();
}

/** Files on the share by their path, but for temporary ones. */
export function filesOnShare(world: ModelDisk): Map<string, string> {
  const files = new Map<string, string>();
  for (const [path, node] of walkTree(world.share)) {
    if (node.kind === 'file' && !isTemporary(path)) files.set(path, Buffer.from(node.content).toString());
  }
  return files;
}

/** Paths of temporary files of ours on the share. */
export function temporaryOnShare(world: ModelDisk): string[] {
  return [...walkTree(world.share)].flatMap(([path, { kind }]) => (kind === 'file' && isTemporary(path) ? [path] : []));
}

function isTemporary(path: string): boolean {
  return path.slice(path.lastIndexOf('/') + 1).startsWith('.docmirror-');
}

/** Those that are copies, or lie among them. */
export function copiesOnShare(world: ModelDisk): Map<string, string> {
  return new Map([...filesOnShare(world)].filter(([path]) => !path.startsWith('.docmirror/')));
}

export function putOnShare(world: ModelDisk, path: string, content: string): SimNode {
  const parts = path.split('/');
  const name = parts.pop() ?? '';
  let folder = world.share;
  for (const part of parts) {
    const next = folder.entries.get(part) ?? simNode('folder', shareDevice);
    folder.entries.set(part, next);
    folder = next;
  }
  const node = simFile(Buffer.from(content), shareDevice);
  folder.entries.set(name, node);
  return node;
}

export function nodeOnShare(world: ModelDisk, path: string): SimNode | undefined {
  let node: SimNode | undefined = world.share;
  for (const part of path.split('/')) node = node?.entries.get(part);
  return node;
}

export function removeFromShare(world: ModelDisk, path: string): void {
  const parts = path.split('/');
  const name = parts.pop() ?? '';
  folderAt(world.share, parts.join('/')).entries.delete(name);
}

export function checksumOf(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}
