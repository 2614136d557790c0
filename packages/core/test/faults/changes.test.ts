import { describe, expect, test } from 'vitest';
import { brokenLocally, brokenPromises } from '../sim/promises.js';
import { localDevice, simNode } from '../sim/sim-node.js';
import { startProcess } from '../sim/sim-process.js';
import { adopt, startingStates } from '../sim/starting-states.js';
import { addDocument, onShare, putForeign, rewriteSource, type World } from '../sim/world.js';
import { atEveryCall, comesRight } from './at-every-call.js';
import { setUpManyCases } from './many-cases.js';

setUpManyCases();

const ways = [
  ['folders by descriptors', true],
  ['folders by path', false],
] as const;

const withoutMarker = (state: string) => state.includes('empty root');

describe.each(ways)('something happens before each call of a run, %s', (_, anchored) => {
  const states = Object.keys(startingStates);

  test.each([
    // Else nobody can tell a bare mount point from a first use.
    ['the id of the share is given', states.filter((state) => !withoutMarker(state)), 'the-share'],
    ['documents were synced', ['a document synced before'], ''],
  ])('the share is unmounted, %s: no more marks, nothing on the local disk', async (_known, from, mirrorId) => {
    const count = await atEveryCall(
      anchored,
      from,
      (world) => {
        world.mountPoint.mounted = undefined;
      },
      async (world, process) => {
        const broken: string[] = [];
        const { synced } = await world.store.counts();
        // The same process takes the bare mount point for the share no more.
        process.release();
        await process.run();
        if ((await world.store.counts()).synced !== synced)
          broken.push('documents were marked on the bare mount point');
        broken.push(...brokenPromises(world));
        world.mountPoint.mounted = world.share;
        return [...broken, ...(await comesRight(world, process, anchored))];
      },
      { mirrorId },
    );
    expect(count).toBeGreaterThan(100);
  });

  test('a row changes: it is not marked for the version copied', async () => {
    const count = await atEveryCall(
      anchored,
      states,
      (world) => {
        const first = world.documents.find(({ id }) => id === 1);
        const changed = addDocument(world, {
          id: 1,
          type: 'invoice',
          date: '2024-01-31',
          name: 'a.pdf',
          content: 'another content of a',
        });
        world.documents.splice(world.documents.indexOf(changed), 1, {
          ...changed,
          older: [first?.content ?? changed.content],
        });
      },
      async (world, process) => {
        const row = world.store.rows().find(({ id }) => id === 1);
        const content = world.documents.find(({ id }) => id === 1)?.content;
        const copied = [...world.share.entries.keys()].length > 1 && content !== undefined;
        const broken = await comesRight(world, process, anchored);
        return row === undefined || !copied ? ['the row went away'] : broken;
      },
    );
    expect(count).toBeGreaterThan(500);
  });

  test.each(['in place', 'in place, with its old time', 'by rename'] as const)(
    'the source is rewritten %s: no copy is a mixture',
    async (how) => {
      const count = await atEveryCall(
        anchored,
        ['an adopted root', 'other files under the names', 'copies made by hand, not flushed and not marked'],
        // As long as before, so that its size tells nothing.
        (world) => rewriteSource(world, 1, 'CONTENT OF A, '.repeat(10), how),
        async () => [],
        // In pieces, so that it can change between two of them.
        { maxRead: 30 },
      );
      expect(count).toBeGreaterThan(300);
    },
  );

  test('the folder of a copy is moved away: it is not marked where it is not', async () => {
    const world = startingStates['an adopted root']?.();
    if (world === undefined) throw new TypeError('no such state');
    const broken: string[] = [];
    const process = startProcess(world, {
      anchored,
      broken: (what) => broken.push(what),
      beforeConfirm: () => {
        const year = world.share.entries.get('2024');
        if (year !== undefined) world.share.entries.set('moved', year);
        world.share.entries.delete('2024');
      },
    });
    const summary = await process.run();
    expect(broken).toEqual([]);
    expect(summary).toMatchObject({ synced: 1, failed: 1 });
  });

  test('another instance marks another version meanwhile: that mark is taken back', async () => {
    const world = startingStates['an adopted root']?.();
    if (world === undefined) throw new TypeError('no such state');
    const broken: string[] = [];
    let changed = false;
    const process = startProcess(world, {
      anchored,
      broken: (what) => broken.push(what),
      beforeWrite: () => {
        if (changed) return;
        changed = true;
        const row = world.store.rows().find(({ id }) => id === 1);
        rewriteSource(world, 1, 'another content of a', 'by rename');
        if (row !== undefined) world.store.put({ ...row, version: 'another', synced: true, syncedAt: new Date() });
      },
    });
    await process.run();
    expect(world.store.rows().map(({ id, synced }) => [id, synced])).toEqual([
      [1, false],
      [2, true],
    ]);
  });

  test('somebody else writes a file under the name: it is not written over', async () => {
    const count = await atEveryCall(
      anchored,
      states,
      (world, next) => {
        // Without hard links, there is a moment between the look and the rename that nobody can close.
        if (next === 'renameSync' || onShare(world, '2024/01/invoices/a.pdf') !== undefined) return;
        putForeign(world, '2024/01/invoices/a.pdf', 'a file of somebody else');
      },
      (world, process) => comesRight(world, process, anchored),
    );
    expect(count).toBeGreaterThan(500);
  });

  test('another instance adopts the root first: its marker stands', async () => {
    const adopted = new WeakSet<World>();
    const count = await atEveryCall(
      anchored,
      ['an empty root, not adopted'],
      (world) => {
        if (onShare(world, '.docmirror/mirror.json') !== undefined) return;
        adopt(world);
        adopted.add(world);
      },
      async (world) => {
        const { content = '{}' } = onShare(world, '.docmirror/mirror.json') ?? {};
        const { id } = JSON.parse(Buffer.from(content).toString());
        return adopted.has(world) && id !== 'the-share' ? [`the marker is ${id}`] : [];
      },
    );
    expect(count).toBeGreaterThan(100);
  });

  // By path there is a moment between the look at a folder and its use that nobody can close.
  const testAnchored = anchored ? test : () => undefined;
  testAnchored('a link out of the share takes the place of a folder: nobody follows it', async () => {
    const count = await atEveryCall(
      anchored,
      states.filter((state) => !withoutMarker(state)),
      (world) => {
        const year = world.share.entries.get('2024');
        if (year !== undefined) world.share.entries.set('2024-moved', year);
        world.share.entries.set('2024', simNode('link', localDevice, { target: '/outside' }));
      },
      async () => [],
      // What was copied before is not where it was; that it may be marked in the very last moment, nobody can prevent.
      { promises: brokenLocally, watch: false },
    );
    expect(count).toBeGreaterThan(500);
  });

  test('a link out of the share stands there from the beginning: nobody follows it', async () => {
    for (const place of ['2024', 'undated', '.docmirror']) {
      const world = startingStates['an empty root, not adopted']?.();
      if (world === undefined) throw new TypeError('no such state');
      world.share.entries.set(place, simNode('link', localDevice, { target: '/outside' }));
      const broken: string[] = [];
      const process = startProcess(world, { anchored, broken: (what) => broken.push(what) });
      await process.run();
      expect([...broken, ...brokenPromises(world)]).toEqual([]);
    }
  });
});
