/** Device number of the share. */
export const shareDevice = 7n;
/** Device number of everything else on this machine. */
export const localDevice = 3n;

export type SimKind = 'file' | 'folder' | 'link' | 'pipe';

export type SimEntries = Map<string, SimNode>;

/** An inode of the simulated file system, together with what would be left of it after a power loss. */
export interface SimNode {
  readonly ino: bigint;
  readonly kind: SimKind;
  device: bigint;
  mode: number;
  mtimeNs: bigint;
  atimeNs: bigint;
  /** When anything of it was changed last. */
  ctimeNs: bigint;
  /** Names of it. */
  links: bigint;
  readonly birthtimeNs: bigint;
  /** Of a file; never changed in place, so that copies of a node may share it. */
  content: Uint8Array;
  /** What `fsync` brought to the disk. */
  durableContent: Uint8Array;
  /** Of a folder. */
  entries: SimEntries;
  /** The entries when the folder was last flushed; never changed in place. */
  durableEntries: SimEntries;
  /** Of a link; absolute. */
  readonly target: string;
  /** Root of the file system that is mounted here and hides this folder. */
  mounted: SimNode | undefined;
  /** A folder that was removed: nothing can be made in it any more, though somebody has it open. */
  removed: boolean;
}

export const empty = new Uint8Array(0);

let lastIno = 100n;
let births = 0n;

export function simNode(kind: SimKind, device: bigint, otherwise: Partial<SimNode> = {}): SimNode {
  lastIno += 1n;
  births += 1n;
  return {
    ino: lastIno,
    kind,
    device,
    mode: kind === 'folder' ? 0o755 : 0o644,
    mtimeNs: 0n,
    atimeNs: 0n,
    ctimeNs: 1n,
    links: 1n,
    birthtimeNs: births,
    content: empty,
    durableContent: empty,
    entries: new Map(),
    durableEntries: new Map(),
    target: '',
    mounted: undefined,
    removed: false,
    ...otherwise,
  };
}

/** A deep copy: the same tree, links between names kept, sharing contents only. */
export function cloneTree(root: SimNode): SimNode {
  const copies = new Map<SimNode, SimNode>();
  const cloneEntries = (entries: SimEntries): SimEntries => {
    const result: SimEntries = new Map();
    for (const [name, node] of entries) result.set(name, clone(node));
    return result;
  };
  function clone(node: SimNode): SimNode {
    const known = copies.get(node);
    if (known !== undefined) return known;
    const copy = { ...node };
    copies.set(node, copy);
    if (node.kind === 'folder') {
      copy.entries = cloneEntries(node.entries);
      copy.durableEntries = cloneEntries(node.durableEntries);
    }
    if (node.mounted !== undefined) copy.mounted = clone(node.mounted);
    return copy;
  }
  return clone(root);
}

/** Every name below a folder, depth first; a folder's own name ends in `/`. */
export function* walkTree(folder: SimNode, path = ''): Generator<readonly [string, SimNode], void, void> {
  for (const [name, node] of folder.entries) {
    if (node.kind === 'folder') {
      yield [`${path}${name}/`, node];
      yield* walkTree(node.mounted ?? node, `${path}${name}/`);
    } else {
      yield [path + name, node];
    }
  }
}

/** Takes everything as it stands for written to the disk. */
export function settleTree(folder: SimNode): void {
  for (const node of folder.entries.values()) {
    if (node.kind === 'folder') settleTree(node.mounted ?? node);
    node.durableContent = node.content;
  }
  folder.durableEntries = new Map(folder.entries);
}

/** A file as it stands on the disk, with its content durable. */
export function simFile(content: string | Uint8Array, device: bigint, mtimeNs = 0n): SimNode {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return simNode('file', device, { content: bytes.length === 0 ? empty : bytes, durableContent: bytes, mtimeNs });
}
