import type { Document } from '../../src/document.js';
import type { SimFs } from './sim-call.js';
import { type SimNode, shareDevice, walkTree } from './sim-node.js';
import type { SimDocument, World } from './world.js';

/** Ours and temporary, told from outside by the beginning of the name; a foreign file with such a name is in `foreign`. */
export function isTemporary(name: string): boolean {
  return name.startsWith('.docmirror-');
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a === b || Buffer.compare(a, b) === 0;
}

/** Whether this is the whole content of some document, or a whole marker. */
export function isWhole(world: World, name: string, content: Uint8Array): boolean {
  if (name === 'mirror.json') return isMarker(content);
  // The note of a store that keeps no receipts: that it stands there is what it says.
  if (name === 'without-receipts.txt') return Buffer.from(content).toString().endsWith('\n');
  return world.documents.some((document) => isContentOf(document, content));
}

function isContentOf({ content, older = [] }: SimDocument, bytes: Uint8Array): boolean {
  return sameBytes(content, bytes) || older.some((other) => sameBytes(other, bytes));
}

function isMarker(content: Uint8Array): boolean {
  try {
    return typeof JSON.parse(Buffer.from(content).toString()).id === 'string';
  } catch {
    return false;
  }
}

/** Looks at every change of the share as it happens, and tells of each that breaks a promise. */
export function watchNames(sim: SimFs, world: World, broken: (what: string) => void): void {
  const final = new Set<SimNode>();
  for (const [path, node] of walkTree(world.share)) {
    if (node.kind === 'file' && !isTemporary(path.split('/').at(-1) ?? '')) final.add(node);
  }
  sim.onName = (name, node, before) => {
    if (isTemporary(name)) return;
    final.add(node);
    if (node.device !== shareDevice) broken(`${name} was written to another device`);
    if (before !== undefined && before !== node && !/^(mirror\.json|without-receipts\.txt)$/.test(name))
      broken(`${name} was written over`);
    if (!isWhole(world, name, node.content)) broken(`${name} showed a content that is not whole`);
  };
  sim.onContent = (node) => {
    if (final.has(node)) broken('a file was changed under its final name');
  };
}

/** Key on the share under which the copy of this document would still stand after a power loss now. */
export function durableKey(world: World, document: Document): string | undefined {
  const known = world.documents.find(({ id, version }) => id === document.id && version === document.version);
  return known?.keys.find((key) => {
    const content = durableContent(world, key);
    return content !== undefined && isContentOf(known, content);
  });
}

/** What a file on the share holds, and would hold after a power loss now; undefined where these are not the same. */
export function durableContent(world: World, path: string): Uint8Array | undefined {
  let node: SimNode = world.share;
  for (const part of path.split('/')) {
    const next = node.durableEntries.get(part);
    // A name that was since moved or removed does not count either.
    if (next === undefined || node.entries.get(part) !== next) return undefined;
    node = next;
  }
  return sameBytes(node.content, node.durableContent) ? node.content : undefined;
}
