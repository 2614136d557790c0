import type { FileSystem, OpenConstants } from '../../src/mount/file-system.js';
import type { SimFs, SimOperation } from './sim-call.js';
import { systemError } from './sim-error.js';
import { type SimNode, shareDevice, simNode } from './sim-node.js';
import { descriptorOf, resolvePath, type SimPlace, type SimStart } from './sim-resolve.js';
import { statsOf } from './sim-stats.js';

interface OpenFile extends SimStart {
  readonly flags: number;
  position: number;
}

const constants: Required<OpenConstants> = {
  O_RDONLY: 0,
  O_WRONLY: 1,
  O_CREAT: 0o100,
  O_EXCL: 0o200,
  O_NONBLOCK: 0o4000,
  O_DIRECTORY: 0o200000,
  O_NOFOLLOW: 0o400000,
};

/** A file system in memory, written for speed, that keeps the rules a POSIX kernel keeps and no more. */
export function createSimFs(root: SimNode, mountPath: string): SimFs {
  const open = new Map<number, OpenFile>();
  // Never used twice, so that a use after the close is seen.
  let lastFd = 2;
  const freeInos = freeInosOf(root);
  let ticks = 1_700_000_000_000_000_000n;

  const sim: SimFs = {
    constants,
    root,
    mountPath,
    intercept: undefined,
    beforeCall: undefined,
    onName: undefined,
    onContent: undefined,
    calls: 0,
    withoutLinks: false,
    maxRead: Number.POSITIVE_INFINITY,
    openDescriptors: () => open.size,

    openSync: (path, flags, mode) => call('openSync', path, undefined, () => openFile(path, flags, mode)),
    closeSync: (fd) =>
      call('closeSync', undefined, fd, () => {
        if (!open.delete(fd)) throw systemError('EBADF', 'close');
      }),
    readSync: (fd, buffer, offset, length, position) =>
      call('readSync', undefined, fd, () => {
        const file = opened(fd);
        if (file.node.kind === 'folder') throw systemError('EISDIR', 'read');
        const from = position ?? file.position;
        const piece = file.node.content.subarray(from, from + Math.min(length, sim.maxRead));
        buffer.set(piece, offset);
        if (position === null) file.position += piece.length;
        return piece.length;
      }),
    writeSync: (fd, buffer, offset, length, position) =>
      call('writeSync', undefined, fd, (accept, silently) => {
        const file = opened(fd);
        if ((file.flags & constants.O_WRONLY) === 0) throw systemError('EBADF', 'write');
        const piece = buffer.subarray(offset, offset + Math.min(length, accept));
        const at = position ?? file.position;
        write(file.node, piece, at);
        if (position === null) file.position = at + piece.length;
        return silently === true ? length : piece.length;
      }),
    fstatSync: (fd) => call('fstatSync', undefined, fd, () => statsOf(opened(fd).node)),
    statSync: (path) => call('statSync', path, undefined, () => statsOf(existing(path, true))),
    lstatSync: (path) => call('lstatSync', path, undefined, () => statsOf(existing(path, false))),
    fsyncSync: (fd) => call('fsyncSync', undefined, fd, () => flushNode(opened(fd).node)),
    futimesSync: (fd, atime, mtime) =>
      call('futimesSync', undefined, fd, () => {
        const { node } = opened(fd);
        node.atimeNs = BigInt(Math.floor(Number(atime) * 1e6)) * 1000n;
        node.mtimeNs = BigInt(Math.floor(Number(mtime) * 1e6)) * 1000n;
        node.ctimeNs = tick();
      }),
    fchmodSync: (fd, mode) =>
      call('fchmodSync', undefined, fd, () => {
        const { node } = opened(fd);
        node.mode = mode;
        node.ctimeNs = tick();
      }),
    mkdirSync: (path) =>
      call('mkdirSync', path, undefined, () => {
        const { parent, name, node } = at(path, false);
        if (node !== undefined) throw systemError('EEXIST', 'mkdir');
        if (parent.removed) throw systemError('ENOENT', 'mkdir');
        parent.entries.set(name, newFolder(parent));
      }),
    rmdirSync: (path) =>
      call('rmdirSync', path, undefined, () => {
        const { parent, name, node } = at(path, false);
        if (node === undefined) throw systemError('ENOENT', 'rmdir');
        if (node.kind !== 'folder') throw systemError('ENOTDIR', 'rmdir');
        if (parent.entries.get(name) !== node) throw systemError('EBUSY', 'rmdir');
        if (node.entries.size > 0) throw systemError('ENOTEMPTY', 'rmdir');
        parent.entries.delete(name);
        node.removed = true;
        freeInos.push(node.ino);
      }),
    linkSync: (from, to) =>
      call('linkSync', to, undefined, () => {
        if (sim.withoutLinks) throw systemError('EPERM', 'link');
        const node = existing(from, false);
        const place = at(to, false);
        if (place.node !== undefined) throw systemError('EEXIST', 'link');
        if (place.parent.device !== node.device) throw systemError('EXDEV', 'link');
        name(place, node);
      }),
    renameSync: (from, to) =>
      call('renameSync', to, undefined, () => {
        const source = at(from, false);
        if (source.node === undefined) throw systemError('ENOENT', 'rename');
        const place = at(to, false);
        if (place.parent.device !== source.parent.device) throw systemError('EXDEV', 'rename');
        if (place.node?.kind === 'folder') throw systemError('EISDIR', 'rename');
        if (place.parent.removed) throw systemError('ENOENT', 'rename');
        source.parent.entries.delete(source.name);
        source.node.links -= 1n;
        name(place, source.node);
      }),
    unlinkSync: (path) =>
      call('unlinkSync', path, undefined, () => {
        const { parent, name, node } = at(path, false);
        if (node === undefined) throw systemError('ENOENT', 'unlink');
        if (node.kind === 'folder') throw systemError('EISDIR', 'unlink');
        parent.entries.delete(name);
        node.links -= 1n;
        node.ctimeNs = tick();
      }),
    readdirSync: ((path: string, options?: { withFileTypes: true }) =>
      call('readdirSync', path, undefined, () => {
        const node = existing(path, true);
        if (node.kind !== 'folder') throw systemError('ENOTDIR', 'readdir');
        if (options === undefined) return [...node.entries.keys()];
        return [...node.entries].map(([name, { kind }]) => ({ name, isDirectory: () => kind === 'folder' }));
      })) as FileSystem['readdirSync'],
    readlinkSync: (path) =>
      call('readlinkSync', path, undefined, () => {
        const fd = descriptorOf(path);
        if (fd !== undefined) return pathOf(opened(fd));
        const node = existing(path, false);
        if (node.kind !== 'link') throw systemError('EINVAL', 'readlink');
        return node.target;
      }),
    realpathSync: (path) =>
      call('realpathSync', path, undefined, () => {
        const place = at(path, true);
        if (place.node === undefined) throw systemError('ENOENT', 'realpath');
        return pathOf({ node: place.node, mount: place.mount });
      }),
  };

  function call<Result>(
    operation: SimOperation,
    path: string | undefined,
    fd: number | undefined,
    effect: (accept: number, silently?: boolean) => Result,
  ): Result {
    sim.calls += 1;
    sim.beforeCall?.(sim.calls);
    if (sim.intercept === undefined) return effect(Number.POSITIVE_INFINITY);
    const fault = sim.intercept({ operation, index: sim.calls, onShare: () => isOnShare(path, fd) });
    if (fault === undefined) return effect(Number.POSITIVE_INFINITY);
    if ('accept' in fault) return effect(fault.accept, fault.silently);
    // What a server says at the close is that it could not keep all that it took.
    if (operation === 'closeSync' && fd !== undefined) spoil(open.get(fd));
    if (fault.late === true || operation === 'closeSync') {
      const result = effect(Number.POSITIVE_INFINITY);
      // What nobody was told of, nobody can close.
      if (operation === 'openSync') open.delete(Number(result));
    }
    throw fault.error;
  }

  function spoil(file: OpenFile | undefined): void {
    if (file === undefined || (file.flags & constants.O_WRONLY) === 0) return;
    file.node.content = file.node.content.slice(0, -1);
    file.node.durableContent = file.node.content;
  }

  function isOnShare(path: string | undefined, fd: number | undefined): boolean {
    if (path === mountPath || path?.startsWith(`${mountPath}/`)) return true;
    const number = fd ?? (path === undefined ? undefined : descriptorOf(path));
    return number !== undefined && open.get(number)?.node.device === shareDevice;
  }

  function opened(fd: number): OpenFile {
    const file = open.get(fd);
    if (file === undefined) throw systemError('EBADF', 'call');
    return file;
  }

  function at(path: string, followLast: boolean): SimPlace {
    return resolvePath(root, opened, path, followLast);
  }

  function existing(path: string, followLast: boolean): SimNode {
    const { node } = at(path, followLast);
    if (node === undefined) throw systemError('ENOENT', 'stat');
    return node;
  }

  function openFile(path: string, flags: number, mode = 0o666): number {
    const place = at(path, (flags & constants.O_NOFOLLOW) === 0 && (flags & constants.O_EXCL) === 0);
    let { node } = place;
    if (node !== undefined && (flags & constants.O_EXCL) !== 0) throw systemError('EEXIST', 'open');
    if (node === undefined) {
      if ((flags & constants.O_CREAT) === 0) throw systemError('ENOENT', 'open');
      const mtimeNs = tick();
      node = simNode('file', place.parent.device, { mode, mtimeNs, ctimeNs: mtimeNs, links: 0n });
      name(place, node);
    }
    if (node.kind === 'link') throw systemError('ELOOP', 'open');
    if (node.kind !== 'folder' && (flags & constants.O_DIRECTORY) !== 0) throw systemError('ENOTDIR', 'open');
    if (node.kind === 'folder' && (flags & constants.O_WRONLY) !== 0) throw systemError('EISDIR', 'open');
    if (node.kind === 'pipe' && (flags & constants.O_NONBLOCK) === 0) throw new TypeError('would wait for ever');
    lastFd += 1;
    open.set(lastFd, { node, mount: place.mount, flags, position: 0 });
    return lastFd;
  }

  function newFolder(parent: SimNode): SimNode {
    const ino = freeInos.pop();
    return simNode('folder', parent.device, ino === undefined ? {} : { ino });
  }

  function name({ parent, name: text }: SimPlace, node: SimNode): void {
    if (parent.removed) throw systemError('ENOENT', 'call');
    const before = parent.entries.get(text);
    parent.entries.set(text, node);
    node.links += 1n;
    node.ctimeNs = tick();
    if (before !== undefined) before.links -= 1n;
    sim.onName?.(text, node, before);
  }

  function write(node: SimNode, piece: Uint8Array, position: number): void {
    if (piece.length === 0) return;
    const content = new Uint8Array(Math.max(node.content.length, position + piece.length));
    content.set(node.content);
    content.set(piece, position);
    node.content = content;
    node.mtimeNs = tick();
    node.ctimeNs = node.mtimeNs;
    sim.onContent?.(node);
  }

  function tick(): bigint {
    ticks += 1_000_000n;
    return ticks;
  }

  /** As the kernel says it of a descriptor: without links, and with a word where the file has no name any more. */
  function pathOf({ node: wanted, mount }: SimStart): string {
    function below(folder: SimNode): string | undefined {
      if (folder === wanted) return '';
      for (const [text, entry] of folder.entries) {
        const node = entry.mounted ?? entry;
        if (node === wanted) return `/${text}`;
        const found = node.kind === 'folder' ? below(node) : undefined;
        if (found !== undefined) return `/${text}${found}`;
      }
      return undefined;
    }
    const mounted = mount === '' ? undefined : at(mount, true).node;
    const there = mounted && below(mounted);
    return there === undefined ? (below(root) ?? '/gone (deleted)') : mount + there;
  }

  return sim;
}

const freeInosByRoot = new WeakMap<SimNode, bigint[]>();

/** Numbers of removed folders of this machine: as on a real disk, the next one gets the last. */
function freeInosOf(root: SimNode): bigint[] {
  const known = freeInosByRoot.get(root) ?? [];
  freeInosByRoot.set(root, known);
  return known;
}

function flushNode(node: SimNode): void {
  if (node.kind === 'folder') node.durableEntries = new Map(node.entries);
  else node.durableContent = node.content;
}
