import { isSyncError } from '../../packages/core/src/errors/sync-error.js';
import { shareDevice, simFile, simNode } from '../../packages/core/test/sim/sim-node.js';
import { startModelProcess } from './process.js';
import type { Stage } from './stage.js';
import { copiesOnShare } from './world.js';

const day = 24 * 60 * 60 * 1000;

/** Nothing may happen while the share is away. */
export async function without(stage: Stage, mounted: ReturnType<typeof otherShare> | undefined): Promise<string[]> {
  const { world, process } = stage;
  if (!(await stage.isInUse())) return [];
  const files = JSON.stringify([...copiesOnShare(world)]);
  const marks = await world.store.marked();
  world.mountPoint.mounted = mounted;
  const broken: string[] = [];
  try {
    await process.engine.runSync();
    broken.push('a run went through without the share');
  } catch (error) {
    const code = isSyncError(error) ? error.code : String(error);
    const expected = mounted === undefined ? 'MIRROR_NOT_OURS' : 'MIRROR_OTHER_SHARE';
    if (code !== expected) broken.push(`without the share, the run said ${code}`);
  }
  world.mountPoint.mounted = world.share;
  stage.note('away');
  if (world.mountPoint.entries.size > 0) broken.push('something was written below the bare mount point');
  if (files !== JSON.stringify([...copiesOnShare(world)])) broken.push('copies changed while the share was away');
  const now = new Set(await world.store.marked());
  // A changed document may have been found out meanwhile; none may have been marked.
  if ([...now].some((id) => !marks.includes(id))) broken.push('marks were made while the share was away');
  return broken;
}

export async function crash(stage: Stage, step: number, during: 'run' | 'repair' | 'rebuild'): Promise<string[]> {
  const { engine } = stage.process;
  stage.process.killAfter(step);
  try {
    if (during === 'run') await engine.runSync();
    else if (during === 'rebuild') await engine.rebuild();
    else await engine.verify({ repair: true });
  } catch (error) {
    if (!isSyncError(error)) throw error;
  }
  if (stage.process.dead) stage.note('crashes');
  await stage.process.end();
  await stage.forgiveStrays();
  if (during === 'rebuild') await stage.forgetUnsaid();
  stage.world.nowMs += 2 * day;
  stage.process = startModelProcess(stage.world);
  return [];
}

export function otherShare() {
  const root = simNode('folder', shareDevice);
  const folder = simNode('folder', shareDevice);
  const marker = { docmirror: 1, id: 'another', createdAt: '2024-01-01T00:00:00.000Z', folders: {} };
  folder.entries.set('mirror.json', simFile(JSON.stringify(marker), shareDevice));
  root.entries.set('.docmirror', folder);
  return root;
}
