import { describe, expect, test } from 'vitest';
import { leftPartialsBytes, leftPartialsOn } from '../../src/mount/process/left-partials.js';
import { createUnfinishedCopies } from '../../src/mount/process/unfinished-copies.js';
import { createShare } from '../../src/mount/share.js';
import { createSimFs } from '../sim/sim-fs.js';
import { emptyWorld, mountPath, onShare, startMs, uploads } from '../sim/world.js';

/** A share that takes so long to make a hard link. */
function slowShare(linkMs: number) {
  const world = emptyWorld();
  const fs = createSimFs(world.root, mountPath);
  fs.intercept = ({ operation }) => {
    const end = performance.now() + linkMs;
    while (operation === 'linkSync' && performance.now() < end);
    return undefined;
  };
  const share = createShare({ fs, path: mountPath, anchored: false, readBack: false, now: () => startMs });
  const { id: mirrorId } = share.adopt({ folders: { invoice: 'invoices' } });
  const [{ source = '' } = {}] = world.documents;
  const job = { mirrorId, source, sourceRoots: [uploads], directory: 'x', fileName: 'a.pdf', idTag: '1' };
  return { share, job, names: () => [...(onShare(world, 'x')?.entries.keys() ?? [])].sort() };
}

describe('the temporary name of a published copy', () => {
  test('is left where the share is slow and somebody takes it over, and removed by tidying', () => {
    const { share, job, names } = slowShare(2);
    const left: string[] = [];
    const receipt = share.copy(job, (name) => left.push(name) > 0);
    expect(receipt).toMatchObject({ key: 'x/a.pdf', outcome: 'copied' });
    expect(names()).toEqual([...left, 'a.pdf'].sort());
    expect(left).toHaveLength(1);
    for (const name of left) share.tidy({ mirrorId: job.mirrorId, directory: 'x', name });
    expect(names()).toEqual(['a.pdf']);
  });

  test('is removed at once where nobody takes it over, or the share is quick', () => {
    const slow = slowShare(2);
    let asked = 0;
    slow.share.copy(slow.job, () => {
      asked += 1;
      return false;
    });
    expect([asked, slow.names()]).toEqual([1, ['a.pdf']]);

    const quick = slowShare(0);
    quick.share.copy(quick.job);
    expect(quick.names()).toEqual(['a.pdf']);
  });

  test('is left to others for no more than 32 copies at a time', () => {
    const memory = new SharedArrayBuffer(leftPartialsBytes);
    const [one, other] = [leftPartialsOn(memory), leftPartialsOn(memory)];
    const granted = Array.from({ length: 40 }, (_, n) => (n % 2 === 0 ? one : other).leave());
    expect(granted.filter(Boolean)).toHaveLength(32);
    one.removed();
    expect([other.leave(), other.leave()]).toEqual([true, false]);
  });
});

test('the reply to a copy is held back until its temporary name is gone; no other is', () => {
  const unfinished = createUnfinishedCopies();
  const partial = { mirrorId: 'm', directory: 'x', name: 'p' };
  const failure = { code: 'COPY_FAILED', params: {}, scope: 'transient' } as const;
  const held = unfinished.hold([
    { id: 1, result: 'one', partial },
    { id: 2, failure },
    { id: 3, result: 'three' },
  ]);
  expect(held).toEqual({
    finished: [
      { id: 2, failure },
      { id: 3, result: 'three' },
    ],
    calls: [{ id: 1, name: 'tidy', argument: partial }],
  });
  // Whether it could be removed does not matter: the copy is whole.
  expect(
    unfinished.finish([
      { id: 9, result: 'nine' },
      { id: 1, failure },
    ]),
  ).toEqual([
    { id: 9, result: 'nine' },
    { id: 1, result: 'one' },
  ]);
  expect(unfinished.finish([{ id: 1, result: 'again' }])).toEqual([{ id: 1, result: 'again' }]);
});
