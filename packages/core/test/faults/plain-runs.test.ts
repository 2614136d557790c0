import { describe, expect, test } from 'vitest';
import { brokenPromises, notConverged, temporaryFiles } from '../sim/promises.js';
import { startProcess } from '../sim/sim-process.js';
import { adopt, startingStates, young } from '../sim/starting-states.js';
import { durableContent } from '../sim/watch.js';
import { addDocument, emptyWorld, settle, startMs, uploads } from '../sim/world.js';
import { openSimShare } from './share-call.js';

const day = 24 * 60 * 60 * 1000;

describe.each([
  ['folders by descriptors', true],
  ['folders by path', false],
])('nothing comes in the way of a run, %s', (_, anchored) => {
  test.each(Object.entries(startingStates))('%s', async (_state, create) => {
    const world = create();
    const before = temporaryFiles(world);
    const broken: string[] = [];
    const tell = (what: string) => broken.push(what);
    const first = startProcess(world, { anchored, broken: tell });
    const summary = await first.run();
    first.release();
    expect([...broken, ...brokenPromises(world), ...notConverged(world)]).toEqual([]);
    expect(first.sim.openDescriptors()).toBe(0);
    expect(summary?.stopped).toBeUndefined();
    // Those of a day ago are gone, the young ones may belong to somebody who lives.
    const kept = before.filter((path) => path.includes((startMs - young).toString(36)));
    expect(temporaryFiles(world).sort()).toEqual(kept.sort());

    const second = startProcess(world, { anchored, nowMs: startMs + day, broken: tell });
    expect(await second.run()).toMatchObject({ total: 0, synced: 0, failed: 0 });
    expect([...broken, ...brokenPromises(world), ...notConverged(world)]).toEqual([]);
  });

  test('a later run of the same process makes folders of its own durable', async () => {
    const world = startingStates['an adopted root']?.();
    if (world === undefined) throw new TypeError('no such state');
    const broken: string[] = [];
    const process = startProcess(world, { anchored, broken: (what) => broken.push(what) });
    await process.run();
    addDocument(world, { id: 5, type: 'invoice', date: '2025-02-01', name: 'later.pdf', content: 'a year later' });
    expect(await process.run()).toMatchObject({ synced: 1, failed: 0 });
    expect([...broken, ...brokenPromises(world), ...notConverged(world)]).toEqual([]);
  });

  test('a copy is confirmed only with the marker durable, which a killed process may not have flushed', () => {
    const world = adopt(settle(emptyWorld()));
    const { share } = openSimShare(world, anchored);
    const place = { directory: '2024/01/invoices', fileName: 'a.pdf', idTag: '1' };
    const source = world.documents[0]?.source ?? '';
    const { key } = share.copy({ mirrorId: 'the-share', source, sourceRoots: [uploads], ...place });
    expect(durableContent(world, '.docmirror/mirror.json')).toBeUndefined();
    share.confirm('the-share', [key]);
    expect(durableContent(world, '.docmirror/mirror.json')).toBeDefined();
    share.release();
  });

  test.each([1, 7])('every write takes %s bytes', async (accept) => {
    const world = startingStates['an empty root, not adopted']?.();
    if (world === undefined) throw new TypeError('no such state');
    const broken: string[] = [];
    const process = startProcess(world, { anchored, broken: (what) => broken.push(what) });
    process.sim.intercept = ({ operation }) => (operation === 'writeSync' ? { accept } : undefined);
    expect(await process.run()).toMatchObject({ synced: 2, failed: 0 });
    expect([...broken, ...brokenPromises(world), ...notConverged(world)]).toEqual([]);
  });
});
