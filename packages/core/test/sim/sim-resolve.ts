import { systemError } from './sim-error.js';
import type { SimNode } from './sim-node.js';

/** Where a path leads. */
export interface SimPlace {
  readonly parent: SimNode;
  readonly name: string;
  /** Undefined where nothing stands. */
  readonly node: SimNode | undefined;
  /** Path of the mount point that it was reached through; empty for the disk of the machine. */
  readonly mount: string;
}

/** A folder to begin at. */
export type SimStart = Pick<SimPlace, 'mount'> & { readonly node: SimNode };

const descriptorFolder = '/proc/self/fd/';

/** Number of the descriptor that such a path goes through. */
export function descriptorOf(path: string): number | undefined {
  return path.startsWith(descriptorFolder) ? Number.parseInt(path.slice(descriptorFolder.length), 10) : undefined;
}

/** Walks a path as a kernel does: links on the way are followed, the last one only if asked for. */
export function resolvePath(
  root: SimNode,
  folderOfFd: (fd: number) => SimStart,
  path: string,
  followLast: boolean,
  depth = 0,
): SimPlace {
  if (path.includes('\0')) throw Object.assign(new TypeError('path has a NUL'), { code: 'ERR_INVALID_ARG_VALUE' });
  if (depth > 8) throw systemError('ELOOP', 'open');
  const fd = descriptorOf(path);
  let start = 0;
  let parent = root;
  let mount = '';
  if (fd !== undefined) {
    ({ node: parent, mount } = folderOfFd(fd));
    start = path.indexOf('/', descriptorFolder.length);
    if (start === -1) start = path.length;
  }
  let name = '';
  let node: SimNode | undefined = parent;
  while (start < path.length) {
    let end = path.indexOf('/', start);
    if (end === -1) end = path.length;
    const part = path.slice(start, end);
    start = end + 1;
    if (part === '' || part === '.') continue;
    if (part === '..') throw new TypeError(`not simulated: ${path}`);
    if (part.length > 80 && Buffer.byteLength(part) > 255) throw systemError('ENAMETOOLONG', 'open');
    if (node === undefined) throw systemError('ENOENT', 'open');
    if (node.kind !== 'folder') throw systemError('ENOTDIR', 'open');
    parent = node;
    name = part;
    node = parent.entries.get(part);
    if (node?.mounted !== undefined) {
      node = node.mounted;
      mount = path.slice(0, end);
    }
    if (node?.kind === 'link' && (start < path.length || followLast)) {
      ({ parent, name, node, mount } = resolvePath(root, folderOfFd, node.target, true, depth + 1));
    }
  }
  return { parent, name, node, mount };
}
