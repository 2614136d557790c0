import type { SimNode } from './sim-node.js';
import { isTemporary } from './watch.js';
import type { World } from './world.js';

/**
 * Everything that outlives a process, as text, but for the random part of temporary names and of markers, and the numbers of inodes:
 * two worlds with the same text go on in the same way, so one of them stands for both.
 */
export function fingerprint(world: World): string {
  const lines: string[] = [];
  function add(node: SimNode, path: string): void {
    const names = new Set([...node.entries.keys(), ...node.durableEntries.keys()]);
    for (const name of [...names].sort()) {
      const now = node.entries.get(name);
      const before = node.durableEntries.get(name);
      const shown = `${path}/${isTemporary(name) ? name.replace(/-[0-9a-z]+-[0-9a-z]+(?=$|\.)/, '') : name}`;
      for (const [when, child] of now === before
        ? [['', now] as const]
        : [['+', now] as const, ['-', before] as const]) {
        if (child === undefined) continue;
        lines.push(`${when}${shown} ${child.kind} ${contentOf(child)}`);
        if (child.kind === 'folder') add(child, shown);
      }
    }
  }
  add(world.share, '');
  lines.push('below');
  add(world.mountPoint, '');
  for (const row of world.store.rows()) lines.push(`${row.id} ${row.source} ${row.synced}`);
  return lines.join('\n');
}

function contentOf({ content, durableContent }: SimNode): string {
  return content === durableContent ? textOf(content) : `${textOf(content)}|${textOf(durableContent)}`;
}

/** The id of a marker is random too. */
function textOf(content: Uint8Array): string {
  return Buffer.from(content)
    .toString('latin1')
    .replace(/"id": "[^"]+"/, '"id"');
}
