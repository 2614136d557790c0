import { describe, expect, test } from 'vitest';
import { isSyncError } from '../../src/errors/sync-error.js';
import { allLost } from '../sim/power-loss.js';
import type { SimOperation } from '../sim/sim-call.js';
import { localDevice, shareDevice, simFile, simNode, walkTree } from '../sim/sim-node.js';
import { durableContent } from '../sim/watch.js';
import { folderAt, onShare, uploads, type World } from '../sim/world.js';
import { runCases, setUpManyCases } from './many-cases.js';
import { brokenNow, loseAll, openSimShare, type ShareCall } from './share-call.js';
import { copyOf, key, mirrorId, previous, shareCalls } from './share-calls.js';

setUpManyCases();

const ways = [
  ['folders by descriptors', true],
  ['folders by path', false],
] as const;

const foreign = 'a file of somebody else, '.repeat(7);
const calls = (part: string) => shareCalls.filter(({ name }) => name.includes(part));

describe.each(ways)('something happens before each call to the system, %s', (_, anchored) => {
  test.each(shareCalls.map((call) => [call.name, call] as const))(
    'the share is unmounted while %s',
    async (_name, call) => {
      const count = await atEach(
        call,
        anchored,
        () => true,
        (world) => {
          world.mountPoint.mounted = undefined;
        },
        (world, returned) => {
          if (!returned) return brokenNow(call, world);
          loseAll(world, allLost);
          return [...call.done(world), ...brokenNow(call, world)];
        },
      );
      expect(count).toBeGreaterThan(15);
    },
  );

  test.each([...calls('replaced'), ...calls('removed')].map((call) => [call.name, call] as const))(
    'somebody else writes another file there while %s: it stays',
    async (_name, call) => {
      const operations = operationsOf(call, anchored);
      const last = operations.indexOf(call.name.includes('replaced') ? 'renameSync' : 'unlinkSync');
      // What was read is closed before it is replaced or removed: after that there is a moment that nobody can close.
      const closed = operations.lastIndexOf('closeSync', last);
      const count = await atEach(
        call,
        anchored,
        (k) => k < closed,
        putForeignFile,
        (world) => (contentsOnShare(world).get(key) === foreign ? [] : ['the file of somebody else is gone']),
      );
      expect(count).toBeGreaterThan(15);
    },
  );

  test.each(calls('trash').map((call) => [call.name, call] as const))(
    'somebody else writes another file there while %s: it is not lost',
    async (_name, call) => {
      const count = await atEach(
        call,
        anchored,
        // Between the last look and its use there is a moment that nobody can close.
        (_k, next) => next !== 'unlinkSync',
        putForeignFile,
        (world) => (isLost(world) ? ['the file of somebody else is gone'] : []),
      );
      expect(count).toBeGreaterThan(15);
    },
  );

  test('somebody else writes another file to where one is restored: it stays', async () => {
    const call = only('a copy is restored, and its folders');
    const count = await atEach(
      call,
      anchored,
      () => true,
      (world) => {
        const then = folderAt(world.root, 'app/uploads').entries.get('back')?.entries.get('then');
        if (then === undefined || then.entries.has('a.pdf')) return;
        then.entries.set('a.pdf', simFile(foreign, localDevice));
        written.add(world);
      },
      (world, returned) => {
        const content = Buffer.from(folderAt(world.root, 'app/uploads/back/then/a.pdf').content).toString();
        const stays = (content === foreign) === written.has(world);
        return stays && returned !== written.has(world) ? [] : [`it returned: ${returned}, and there is: ${content}`];
      },
    );
    expect(count).toBeGreaterThan(15);
  });

  // By path there is a moment between the look at a folder and its use that nobody can close.
  const testAnchored = anchored ? test : () => undefined;
  testAnchored('a link that leads out takes the place of a folder: nobody follows it', async () => {
    for (const call of shareCalls) {
      const count = await atEach(
        call,
        anchored,
        () => true,
        (world) => {
          for (const folder of [world.share, folderAt(world.root, 'app/uploads')]) {
            for (const name of ['2024', 'back']) {
              const there = folder.entries.get(name);
              if (there === undefined) continue;
              folder.entries.set(`${name}-moved`, there);
              folder.entries.set(name, simNode('link', localDevice, { target: '/outside' }));
            }
          }
        },
        (world) => [...walkTree(folderAt(world.root, 'outside'))].map(([path]) => `outside/${path} was made`),
      );
      expect(count).toBeGreaterThan(15);
    }
  });

  test('a link that leads out is not restored through, one that stays inside is', () => {
    for (const [target, expected] of [
      ['/outside', 'RESTORE_TARGET_OUTSIDE'],
      ['/app', 'RESTORE_TARGET_OUTSIDE'],
      ['/nowhere', 'RESTORE_FAILED'],
      [`${uploads}/real`, 'restored'],
    ] as const) {
      const world = only('a copy is restored, and its folders').create();
      const entries = folderAt(world.root, 'app/uploads').entries;
      entries.set('real', simNode('folder', localDevice));
      entries.set('back', simNode('link', localDevice, { target }));
      const { sim, share } = openSimShare(world, anchored);
      const request = { mirrorId, copy: previous, root: uploads, path: 'back/then/a.pdf', overwrite: true };
      expect(
        outcomeOf(() => share.restore(request)),
        target,
      ).toBe(expected);
      expect([...walkTree(folderAt(world.root, 'outside'))]).toEqual([]);
      expect(entries.get('real')?.entries.has('then')).toBe(expected === 'restored');
      share.release();
      expect(sim.openDescriptors()).toBe(0);
    }
  });

  test('a link where the file should come back is never followed, and never replaced', () => {
    const world = only('a copy is restored, and its folders').create();
    const entries = folderAt(world.root, 'app/uploads').entries;
    entries.set('a.pdf', simNode('link', localDevice, { target: '/outside/a.pdf' }));
    const { share } = openSimShare(world, anchored);
    const request = { mirrorId, copy: previous, root: uploads, path: 'a.pdf', overwrite: true };
    expect(outcomeOf(() => share.restore(request))).toBe('RESTORE_TARGET_TAKEN');
    expect(entries.get('a.pdf')?.kind).toBe('link');
    expect([...walkTree(folderAt(world.root, 'outside'))]).toEqual([]);
  });

  test('a folder that was removed when it was empty, and made again, is made durable again', () => {
    const call = only('a previous copy is replaced');
    const world = call.create();
    const copying = openSimShare(world, anchored).share;
    const removing = openSimShare(world, anchored).share;
    call.call(copying);
    const content = contentsOnShare(world).get(key) ?? '';
    expect(removing.remove({ mirrorId, copy: copyOf(content) })).toBe('removed');
    expect(onShare(world, '2024')).toBeUndefined();
    // The new folders have the inode numbers of those that were removed.
    call.call(copying);
    expect(durableContent(world, key)).toBeDefined();
  });
});

/** Where somebody else has written a file; where the folder is gone already, nobody can. */
const written = new WeakSet<World>();

function putForeignFile(world: World): void {
  const folder = onShare(world, '2024/01/invoices');
  if (folder === undefined) return;
  folder.entries.set('a.pdf', simFile(foreign, shareDevice));
  written.add(world);
}

function isLost(world: World): boolean {
  return written.has(world) && ![...contentsOnShare(world).values()].includes(foreign);
}

function contentsOnShare(world: World): Map<string, string> {
  const files = [...walkTree(world.share)].filter(([, { kind }]) => kind === 'file');
  return new Map(files.map(([path, { content }]) => [path, Buffer.from(content).toString()]));
}

function only(name: string): ShareCall {
  const call = shareCalls.find((candidate) => candidate.name === name);
  if (call === undefined) throw new TypeError(`no such call: ${name}`);
  return call;
}

/** What it returned, or the code of the error. */
function outcomeOf(call: () => string): string {
  try {
    return call();
  } catch (error) {
    if (isSyncError(error)) return error.code;
    throw error;
  }
}

function operationsOf(call: ShareCall, anchored: boolean): SimOperation[] {
  const operations: SimOperation[] = [];
  const { sim, share } = openSimShare(call.create(), anchored);
  sim.intercept = ({ operation }) => {
    operations.push(operation);
    return undefined;
  };
  call.call(share);
  return operations;
}

/** `happen` happens just before the call `k` (from 0), for each that `when` says so; `after` says what is wrong then. */
function atEach(
  call: ShareCall,
  anchored: boolean,
  when: (k: number, next: SimOperation) => boolean,
  happen: (world: World) => void,
  after: (world: World, returned: boolean) => string[],
): Promise<number> {
  const cases = operationsOf(call, anchored).flatMap((operation, k) => (when(k, operation) ? [{ operation, k }] : []));
  return runCases(
    cases.map(({ operation, k }) => ({
      name: `${call.name}, before call ${k + 1} (${operation})`,
      async run() {
        const world = call.create();
        const { sim, share } = openSimShare(world, anchored);
        sim.beforeCall = (number) => {
          if (number === k + 1) happen(world);
        };
        const broken: string[] = [];
        let returned = true;
        try {
          call.call(share);
        } catch (error) {
          returned = false;
          if (!isSyncError(error) || error.code === 'INTERNAL_ERROR') broken.push(`it threw ${error}`);
        }
        share.release();
        if (sim.openDescriptors() > 0) broken.push('descriptors are left open');
        return [...broken, ...after(world, returned)];
      },
    })),
  );
}
