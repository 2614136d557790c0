import { createHash } from 'node:crypto';
import type { CopyOnShare } from '../../src/receipt.js';
import { type SimNode, walkTree } from '../sim/sim-node.js';
import { adopt } from '../sim/starting-states.js';
import { isTemporary } from '../sim/watch.js';
import { emptyWorld, folderAt, putForeign, putOnShare, settle, uploads, type World } from '../sim/world.js';
import type { ShareCall } from './share-call.js';

export const key = '2024/01/invoices/a.pdf';
/** More than one read each. */
const old = 'the old content of a, '.repeat(8);
const next = 'content of a, '.repeat(10);
const other = 'what somebody else has, '.repeat(9);
const trash = '2024-05-06';
export const mirrorId = 'the-share';

export const previous = copyOf(old);

/** A receipt of a file of this content under the key. */
export function copyOf(content: string): CopyOnShare {
  return { key, size: content.length, checksum: createHash('sha256').update(content).digest('hex') };
}

/** An adopted share with these files on it, all on the disk. */
function shareWith(files: Readonly<Record<string, string>>, withoutLinks = false): World {
  const world = adopt({ ...emptyWorld(), withoutLinks });
  for (const [path, content] of Object.entries(files)) putOnShare(world, path, content);
  return settle(world);
}

/** Whole content of the files that are neither temporary nor the marker. */
function filesOf(root: SimNode): Map<string, string> {
  const files = [...walkTree(root)].filter(([path, { kind }]) => kind !== 'folder' && !isTemporary(lastPart(path)));
  const contents = files.map(([path, { content }]) => [path, Buffer.from(content).toString()] as const);
  return new Map(contents.filter(([path]) => path !== '.docmirror/mirror.json'));
}

function lastPart(path: string): string {
  return path.split('/').at(-1) ?? '';
}

/** Says which of these files hold what they must not. Undefined: no such file. */
function wrong(
  files: Map<string, string>,
  allowed: Readonly<Record<string, readonly (string | undefined)[]>>,
): string[] {
  const broken = Object.entries(allowed).flatMap(([path, contents]) => {
    const found = files.get(path);
    return contents.includes(found) ? [] : [`${path} holds ${found === undefined ? 'nothing' : `“${found}”`}`];
  });
  for (const path of files.keys()) if (allowed[path] === undefined) broken.push(`${path} should not be there`);
  return broken;
}

function inTrash(name: string): string {
  return `.docmirror/trash/${trash}/2024/01/invoices/${name}`;
}

const links = (withoutLinks: boolean) => (withoutLinks ? ', no hard links' : '');

function replacing(withoutLinks: boolean): ShareCall {
  const third = `2024/01/invoices/a-1-${createHash('sha256').update(next).digest('hex').slice(0, 8)}.pdf`;
  return {
    name: `a previous copy is replaced${links(withoutLinks)}`,
    create: () => shareWith({ [key]: old }, withoutLinks),
    call(share) {
      const place = { directory: '2024/01/invoices', fileName: 'a.pdf', idTag: '1' };
      const job = { mirrorId, source: `1-${next.length}.bin`, sourceRoots: [uploads], ...place, previous };
      share.confirm(mirrorId, [share.copy(job).key]);
    },
    // Where the share says wrongly that nothing stands there, the copy gets the next name.
    sound: (world) =>
      wrong(filesOf(world.share), {
        [key]: [old, next],
        '2024/01/invoices/a-1.pdf': [undefined, next],
        [third]: [undefined, next],
      }),
    done: (world) => ([...filesOf(world.share).values()].includes(next) ? [] : ['the copy is not there']),
  };
}

function deleting(neighbour: boolean): ShareCall {
  const beside: Record<string, string> = neighbour ? { '2024/01/invoices/b.pdf': other } : {};
  const kept = Object.fromEntries(Object.entries(beside).map(([path, content]) => [path, [content]]));
  return {
    name: neighbour ? 'a copy is removed' : 'a copy is removed, and its folders',
    create: () => shareWith({ [key]: old, ...beside }),
    call: (share) => void share.remove({ mirrorId, copy: previous }),
    sound: (world) => wrong(filesOf(world.share), { [key]: [old, undefined], ...kept }),
    done: (world) => wrong(filesOf(world.share), { [key]: [undefined], ...kept }),
  };
}

function trashing(withoutLinks: boolean, before: boolean): ShareCall {
  const name = before ? 'a-2.pdf' : 'a.pdf';
  const there: Record<string, string> = before ? { [inTrash('a.pdf')]: other } : {};
  const kept = Object.fromEntries(Object.entries(there).map(([path, content]) => [path, [content]]));
  return {
    name: `a copy goes to the trash${before ? ', where another is' : ''}${links(withoutLinks)}`,
    create: () => shareWith({ [key]: old, ...there }, withoutLinks),
    call: (share) => void share.remove({ mirrorId, copy: previous, trash }),
    sound(world) {
      const files = filesOf(world.share);
      const broken = wrong(files, {
        [key]: [old, undefined],
        [inTrash(name)]: [old, undefined],
        // A second place, where the share said wrongly that the first is taken.
        [inTrash(before ? 'a-3.pdf' : 'a-2.pdf')]: [old, undefined],
        ...kept,
      });
      return [...files.values()].includes(old) ? broken : [...broken, 'the copy is nowhere'];
    },
    done: (world) => (filesOf(world.share).has(key) ? ['the copy is still there'] : []),
    journal: withoutLinks,
  };
}

function restoring(overwrite: boolean): ShareCall {
  const path = overwrite ? 'back/a.pdf' : 'back/then/a.pdf';
  return {
    name: overwrite ? 'a copy is restored over another file' : 'a copy is restored, and its folders',
    create() {
      const world = shareWith({ [key]: old });
      if (overwrite) putForeign({ ...world, share: folderAt(world.root, 'app/uploads') }, path, other);
      world.foreign.clear();
      return settle(world);
    },
    call: (share) => void share.restore({ mirrorId, copy: previous, root: uploads, path, overwrite }),
    sound: (world) => [
      ...restored(world, [old, overwrite ? other : undefined]),
      ...wrong(filesOf(world.share), { [key]: [old] }),
    ],
    done: (world) => restored(world, [old]),
  };

  function restored(world: World, contents: readonly (string | undefined)[]): string[] {
    const files = filesOf(folderAt(world.root, 'app/uploads'));
    for (const { source } of world.documents) files.delete(source);
    return wrong(files, { [path]: contents });
  }
}

function writing(): ShareCall {
  const path = '.docmirror/checksums/2024-01.sha256';
  const lines = ['the first line\n', 'and another\n'.repeat(10)] as const;
  return {
    name: 'a list is written anew',
    create: () => shareWith({ [path]: other }),
    call(share) {
      const piece = { mirrorId, name: 'checksums/2024-01.sha256', token: 'token' };
      share.write({ ...piece, content: lines[0], offset: 0, last: false });
      share.write({ ...piece, content: lines[1], offset: lines[0].length, last: true });
    },
    sound: (world) => wrong(filesOf(world.share), { [path]: [other, lines.join('')] }),
    done: (world) => wrong(filesOf(world.share), { [path]: [lines.join('')] }),
  };
}

export const shareCalls: readonly ShareCall[] = [
  replacing(false),
  replacing(true),
  deleting(true),
  deleting(false),
  trashing(false, false),
  trashing(false, true),
  trashing(true, false),
  restoring(false),
  restoring(true),
  writing(),
];
