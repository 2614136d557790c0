import { type SimNode, walkTree } from './sim-node.js';
import { durableContent, durableKey, isTemporary, isWhole, sameBytes } from './watch.js';
import { folderAt, type World } from './world.js';

/** What must hold at any time, whatever happened. Returns what does not. */
export function brokenPromises(world: World): string[] {
  return [...brokenOnShare(world), ...brokenMarks(world), ...brokenLocally(world)];
}

/** What must hold after a run that nothing came in the way of. */
export function notConverged(world: World): string[] {
  const broken: string[] = [];
  for (const row of world.store.rows()) if (row.synced !== true) broken.push(`document ${row.id} is still pending`);
  for (const { id, content } of world.documents) {
    const copies = finalFiles(world).filter(([, node]) => sameBytes(node.content, content));
    if (copies.length !== 1) broken.push(`document ${id} has ${copies.length} copies`);
  }
  return broken;
}

/** Temporary files of ours on the share. */
export function temporaryFiles(world: World): string[] {
  return allFiles(world).flatMap(([path]) => (isTemporary(nameOf(path)) && !world.foreign.has(path) ? [path] : []));
}

function brokenOnShare(world: World): string[] {
  const broken: string[] = [];
  for (const [path, node] of finalFiles(world)) {
    if (!isWhole(world, nameOf(path), node.content)) broken.push(`${path} is not whole`);
    const isOurs =
      path === '.docmirror/mirror.json' || /^\.docmirror\/stores\/[\w-]+\/without-receipts\.txt$/.test(path);
    const known = isOurs || world.documents.some(({ keys }) => keys.includes(path));
    if (!known) broken.push(`${path} is no name of a copy`);
  }
  const files = new Map(allFiles(world));
  for (const [path, content] of world.foreign) {
    const found = files.get(path);
    if (found === undefined || !sameBytes(found.content, content)) broken.push(`the foreign file ${path} was changed`);
  }
  return broken;
}

function brokenMarks(world: World): string[] {
  const marked = world.store.rows().filter((row) => row.synced === true);
  if (marked.length === 0) return [];
  const broken = marked
    .filter((row) => durableKey(world, row) === undefined)
    .map(({ id }) => `document ${id} is marked and has no durable copy`);
  if (durableContent(world, '.docmirror/mirror.json') === undefined) {
    broken.push('documents are marked, and the marker would not outlive a power loss');
  }
  return broken;
}

/** Sources are as they were; outside the root there is nothing, and below an empty mount point but empty folders. */
export function brokenLocally(world: World): string[] {
  const broken: string[] = [];
  const uploads = folderAt(world.root, 'app/uploads').entries;
  for (const { source, content } of world.documents) {
    const node = uploads.get(source);
    if (node === undefined || !sameBytes(node.content, content)) broken.push(`the source ${source} was changed`);
  }
  for (const [path] of walkTree(folderAt(world.root, 'outside'))) broken.push(`outside/${path} was made`);
  for (const [path, node] of walkTree(world.mountPoint)) {
    if (node.kind !== 'folder') broken.push(`${path} was written below the bare mount point`);
  }
  return broken;
}

function finalFiles(world: World): [string, SimNode][] {
  return allFiles(world).filter(([path]) => !isTemporary(nameOf(path)) && !world.foreign.has(path));
}

function allFiles(world: World): [string, SimNode][] {
  return [...walkTree(world.share)].filter(([, { kind }]) => kind === 'file').map(([path, node]) => [path, node]);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
