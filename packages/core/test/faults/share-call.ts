import { createShare, type Share } from '../../src/mount/share.js';
import { losePower, type PowerLoss } from '../sim/power-loss.js';
import { brokenLocally } from '../sim/promises.js';
import type { SimFs } from '../sim/sim-call.js';
import { createSimFs } from '../sim/sim-fs.js';
import { walkTree } from '../sim/sim-node.js';
import { isTemporary } from '../sim/watch.js';
import { folderAt, mountPath, startMs, type World } from '../sim/world.js';

/** One call of the mirror on a simulated share, from the state that stands before it. Each may be made a second time. */
export interface ShareCall {
  readonly name: string;
  create(): World;
  call(share: Share): void;
  /** What is broken, at any moment and after any crash. */
  sound(world: World): string[];
  /** What is not as it must be once the call has returned, now and after a power loss. */
  done(world: World): string[];
  /** Needs a file system that keeps a journal: nothing is said of names that are lost by halves. */
  readonly journal?: boolean;
}

/** A thread of the copy process: the real share over the simulated disk. */
export interface SimShare {
  readonly sim: SimFs;
  readonly share: Share;
}

export function openSimShare(world: World, anchored: boolean, nowMs = startMs): SimShare {
  const sim = createSimFs(world.root, mountPath);
  sim.withoutLinks = world.withoutLinks;
  sim.maxRead = 100;
  return { sim, share: createShare({ fs: sim, path: mountPath, anchored, readBack: false, now: () => nowMs }) };
}

/** What is broken, on the share and on the local disk. */
export function brokenNow({ sound }: ShareCall, world: World): string[] {
  return [...sound(world), ...brokenLocally(world)];
}

/** The power fails on both sides: on the share, and on the disk of the host. */
export function loseAll(world: World, loss: PowerLoss): void {
  losePower(world.share, loss);
  losePower(folderAt(world.root, 'app'), loss);
}

/** Temporary files of ours anywhere. */
export function temporaryAnywhere(world: World): string[] {
  const files = [...walkTree(world.share), ...walkTree(folderAt(world.root, 'app'))];
  return files.flatMap(([path, { kind }]) =>
    kind === 'file' && isTemporary(path.split('/').at(-1) ?? '') ? [path] : [],
  );
}
