import { empty, type SimEntries, type SimNode } from './sim-node.js';

/** What a power loss does to what was not flushed. */
export interface PowerLoss {
  readonly name: string;
  /** Whether a change of a folder that was not flushed is kept; asked for each name by itself. */
  keepsEntry(): boolean;
  /** What is left of a content that was not flushed. */
  content(node: SimNode): Uint8Array;
}

/** The process was killed, the machine and the server live on: nothing is lost, and nothing becomes durable. */
export const allKept: PowerLoss = { name: 'all kept', keepsEntry: () => true, content: (node) => node.content };

export const allLost: PowerLoss = {
  name: 'all unflushed lost',
  keepsEntry: () => false,
  content: (node) => node.durableContent,
};

/** Names are kept, contents are not: a file system that writes its journal first. */
export const namesFirst: PowerLoss = { name: 'names before contents', keepsEntry: () => true, content: emptied };

/** Names and sizes are kept, contents read as zeros. */
export const zeros: PowerLoss = {
  name: 'zeros of the right size',
  keepsEntry: () => true,
  content: (node) => new Uint8Array(node.content.length),
};

/** Each change by itself, kept or lost or in part, by a seeded choice. */
export function mixture(seed: number): PowerLoss {
  const random = randomOf(seed);
  const ways = [
    (node: SimNode) => node.content,
    (node: SimNode) => node.durableContent,
    (node: SimNode) => new Uint8Array(node.content.length),
    (node: SimNode) => node.content.slice(0, Math.floor(random() * node.content.length)),
    emptied,
  ];
  return {
    name: `mixture ${seed}`,
    keepsEntry: () => random() < 0.5,
    content: (node) => (ways[Math.floor(random() * ways.length)] ?? emptied)(node),
  };
}

/** Applies it to a tree (the share; its root is on the disk). What is left is then durable, except when all is kept. */
export function losePower(root: SimNode, loss: PowerLoss): void {
  if (loss === allKept) return;
  const done = new Set<SimNode>();
  function settle(node: SimNode): void {
    if (done.has(node)) return;
    done.add(node);
    if (node.kind === 'file') {
      if (node.content !== node.durableContent) node.content = loss.content(node);
      node.durableContent = node.content;
    }
    if (node.kind !== 'folder') return;
    node.entries = entriesAfter(node, loss);
    node.durableEntries = new Map(node.entries);
    for (const child of node.entries.values()) settle(child);
  }
  settle(root);
}

function entriesAfter({ entries, durableEntries }: SimNode, loss: PowerLoss): SimEntries {
  const result: SimEntries = new Map();
  for (const name of new Set([...durableEntries.keys(), ...entries.keys()])) {
    const now = entries.get(name);
    const before = durableEntries.get(name);
    const left = now === before || loss.keepsEntry() ? now : before;
    if (left !== undefined) result.set(name, left);
  }
  return result;
}

function emptied(): Uint8Array {
  return empty;
}

/** mulberry32: small, seeded, good enough to mix. */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
