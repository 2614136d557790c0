import { createHash } from 'node:crypto';
import type { Document } from '../../packages/core/src/document.js';
import { type SimNode, shareDevice, simFile, simNode, walkTree } from '../../packages/core/test/sim/sim-node.js';
import { emptyWorld, folderAt, mountPath, uploads } from '../../packages/core/test/sim/world.js';
import type { ModelStore } from './stores.js';

export { mountPath, uploads };

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
}

/** Everything that outlives a process. */
export interface ModelWorld {
  readonly root: SimNode;
  readonly share: SimNode;
  readonly mountPoint: SimNode;
  readonly store: ModelStore;
  readonly documents: Map<number, ModelDocument>;
  /** Contents that somebody else put on the share: none of them may ever be gone. */
  readonly strangers: Set<string>;
  /** Files left on the share without a receipt by a process that was killed. */
  readonly strays: Set<string>;
  /** Milliseconds since 1970, for the age of partials. */
  nowMs: number;
  lastId: number;
  lastStranger: number;
}

export function createModelWorld(store: ModelStore): ModelWorld {
  const { root, share, mountPoint } = emptyWorld();
  const up = folderAt(root, 'app/uploads').entries;
  for (const name of [...up.keys()]) up.delete(name);
  return {
    root,
    share,
    mountPoint,
    store,
    documents: new Map(),
    strangers: new Set(),
    strays: new Set(),
    nowMs: Date.UTC(2024, 5, 1),
    lastId: 0,
    lastStranger: 0,
  };
}

/** Writes row and file as the host does: every change of the row makes its version another. */
export async function putDocument(world: ModelWorld, document: ModelDocument): Promise<void> {
  writeSource(world, document);
  world.documents.set(document.id, document);
  const { content: _, lost: __, unsaid: ___, ...row } = document;
  await world.store.put(row);
}

export function writeSource(world: ModelWorld, { source, content, lost }: ModelDocument): void {
  const entries = folderAt(world.root, 'app/uploads').entries;
  if (lost) entries.delete(source);
  else entries.set(source, simFile(Buffer.from(content), 3n, BigInt(world.nowMs) * 1_000_000n));
}

export function sourceContent(world: ModelWorld, source: string): string | undefined {
  const node = folderAt(world.root, 'app/uploads').entries.get(source);
  return node && Buffer.from(node.content).toString();
}

/** Files on the share by their path, but for temporary ones. */
export function filesOnShare(world: ModelWorld): Map<string, string> {
  const files = new Map<string, string>();
  for (const [path, node] of walkTree(world.share)) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (node.kind === 'file' && !name.startsWith('.docmirror-')) files.set(path, Buffer.from(node.content).toString());
  }
  return files;
}

/** Those that are copies, or lie among them. */
export function copiesOnShare(world: ModelWorld): Map<string, string> {
  return new Map([...filesOnShare(world)].filter(([path]) => !path.startsWith('.docmirror/')));
}

export function putOnShare(world: ModelWorld, path: string, content: string): void {
  const parts = path.split('/');
  const name = parts.pop() ?? '';
  let folder = world.share;
  for (const part of parts) {
    const next = folder.entries.get(part) ?? simNode('folder', shareDevice);
    folder.entries.set(part, next);
    folder = next;
  }
  folder.entries.set(name, simFile(Buffer.from(content), shareDevice));
}

export function removeFromShare(world: ModelWorld, path: string): void {
  const parts = path.split('/');
  const name = parts.pop() ?? '';
  folderAt(world.share, parts.join('/')).entries.delete(name);
}

export function checksumOf(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}
