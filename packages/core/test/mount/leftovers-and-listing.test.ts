import { describe, expect, test } from 'vitest';
import { createLeftovers } from '../../src/mount/leftovers.js';
import { listFolder } from '../../src/mount/listing.js';
import { portableFolders } from '../../src/mount/portable-folders.js';
import { foldName } from '../../src/plan/fold-name.js';
import { partialName } from '../../src/plan/partial-name.js';
import { systemError } from '../sim/sim-error.js';
import { createSimFs } from '../sim/sim-fs.js';
import { emptyWorld, mountPath, onShare, putOnShare, startMs } from '../sim/world.js';

const hour = 60 * 60 * 1000;

function bench() {
  const world = emptyWorld();
  const fs = createSimFs(world.root, mountPath);
  return { world, fs, folders: portableFolders(fs, mountPath) };
}

const partialOfAge = (ms: number) => partialName({ birthMs: startMs - ms, pid: 7, sequence: 8 });

describe('a listing', () => {
  test('knows names by their folded form, and no partials', () => {
    const { world, fs, folders } = bench();
    for (const name of ['A.pdf', 'Résumé.pdf', partialOfAge(hour)]) putOnShare(world, `x/${name}`, 'x');
    const listing = listFolder(fs, folders.find('x'), startMs);
    expect(listing).toEqual(new Map(['A.pdf', 'Résumé.pdf'].map((name) => [foldName(name), name])));
  });

  test('removes partials that are older than a day, and only those', () => {
    const { world, fs, folders } = bench();
    const kept = ['a.pdf', partialOfAge(23 * hour), partialOfAge(-hour), '.docmirror-notes.part', 'b.part'];
    const old = partialOfAge(25 * hour);
    for (const name of [...kept, old]) putOnShare(world, `x/${name}`, 'x');
    listFolder(fs, folders.find('x'), startMs);
    expect([...(onShare(world, 'x')?.entries.keys() ?? [])].sort()).toEqual(kept.sort());
  });

  test('of a partial that cannot be removed does not fail', () => {
    const { world, fs, folders } = bench();
    putOnShare(world, `x/${partialOfAge(25 * hour)}`, 'x');
    fs.intercept = ({ operation }) =>
      operation === 'unlinkSync' ? { error: systemError('EACCES', 'unlink') } : undefined;
    expect(listFolder(fs, folders.find('x'), startMs)).toEqual(new Map());
  });

  test('of more than ten thousand names takes little memory, and partials are removed', () => {
    const { world, fs, folders } = bench();
    for (let n = 0; n < 10_000; n++) putOnShare(world, `x/${n}`, '');
    expect(listFolder(fs, folders.find('x'), startMs).size).toBe(10_000);
    putOnShare(world, 'x/one more', '');
    putOnShare(world, `x/${partialOfAge(25 * hour)}`, '');
    const listing = listFolder(fs, folders.find('x'), startMs);
    expect(listing.size).toBeLessThan(500);
    expect([listing.has('one more'), listing.has('one less')]).toEqual([true, false]);
    expect(onShare(world, 'x')?.entries.size).toBe(10_001);
  });
});

describe('leftovers', () => {
  test('are remembered until they can be removed', () => {
    const { world, fs, folders } = bench();
    const leftovers = createLeftovers(fs);
    putOnShare(world, 'x/a.part', 'x');
    fs.intercept = () => ({ error: systemError('EHOSTDOWN', 'unlink') });
    leftovers.remove(folders, 'x', 'a.part');
    leftovers.retry(folders);
    expect(onShare(world, 'x/a.part')).toBeDefined();
    fs.intercept = undefined;
    leftovers.retry(folders);
    expect(onShare(world, 'x/a.part')).toBeUndefined();
  });

  test('are not forgotten while the share is away', () => {
    const { world, fs, folders } = bench();
    const leftovers = createLeftovers(fs);
    putOnShare(world, 'x/a.part', 'x');
    world.mountPoint.mounted = undefined;
    leftovers.remove(folders, 'x', 'a.part');
    world.mountPoint.mounted = world.share;
    leftovers.retry(folders);
    expect(onShare(world, 'x/a.part')).toBeUndefined();
  });

  test('that went away by themselves are forgotten', () => {
    const { fs, folders } = bench();
    const leftovers = createLeftovers(fs);
    leftovers.remove(folders, 'x', 'a.part');
    leftovers.retry(folders);
    const before = fs.calls;
    leftovers.retry(folders);
    expect(fs.calls).toBe(before);
  });
});
