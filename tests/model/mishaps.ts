import { isSyncError } from '../../packages/core/src/errors/sync-error.js';
import { shareDevice, simFile, simNode } from '../../packages/core/test/sim/sim-node.js';
import { attempt } from './attempts.js';
import type { Act } from './commands.js';
import { change, putStranger } from './host-acts.js';
import { startModelProcess } from './process.js';
import type { Stage } from './stage.js';
import { markedIds } from './stores.js';
import {
  copiesOnShare,
  insideFolder,
  type ModelDocument,
  nextVersion,
  nodeOnShare,
  putOnShare,
  removeFromShare,
  writeSource,
} from './world.js';

export const day = 24 * 60 * 60 * 1000;

/** Nothing may happen while the share is away. */
export async function without(stage: Stage, mounted: ReturnType<typeof otherShare> | undefined): Promise<string[]> {
  const { world, process } = stage;
  if (!(await stage.isInUse())) return [];
  const files = JSON.stringify([...copiesOnShare(world)]);
  const marks = await markedIds(world.store);
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
  const now = new Set(await markedIds(world.store));
  // A changed document may have been found out meanwhile; none may have been marked.
  if ([...now].some((id) => !marks.includes(id))) broken.push('marks were made while the share was away');
  return broken;
}

/** The database takes every mark and keeps none. */
export async function unkept(stage: Stage, act: Act, n: number): Promise<string[]> {
  const { world } = stage;
  if (world.store.dropMarks === undefined || !(await stage.isInUse())) return [];
  const before = await markedIds(world.store);
  await world.store.dropMarks(true);
  const { broken, done } = await attempt(stage.process, act, stage.document(n));
  await world.store.dropMarks(false);
  const gained = (await markedIds(world.store)).filter((id) => !before.includes(id));
  if (gained.length > 0) broken.push(`${gained} are marked, though no mark was kept`);
  if (done.size > 0) broken.push(`${[...done]} are said to be done, though no mark was kept`);
  // The copy is there, and without its mark it is nobody's as soon as the row says something else.
  await stage.forgiveStrays();
  stage.note('unkept');
  return broken;
}

/** The row of a document names its own copy, or that of another, and its file is no more. */
export async function nameCopy(stage: Stage, document: ModelDocument | undefined, of: number): Promise<string[]> {
  const own = (await stage.current()).find(({ documentId }) => documentId === document?.id);
  const receipt = of % 4 === 0 ? await stage.currentReceipt(of) : own;
  if (document === undefined || receipt === undefined) return [];
  return nameOnShare(stage, document, receipt.copy.key);
}

/** The row of a document names a file on the share that is no copy. */
export async function nameStranger(stage: Stage, document: ModelDocument | undefined, name: string): Promise<string[]> {
  if (document === undefined) return [];
  const path = `scans/${name}`;
  if (!copiesOnShare(stage.world).has(path)) putStranger(stage, path);
  return nameOnShare(stage, document, path);
}

async function nameOnShare(stage: Stage, document: ModelDocument, path: string): Promise<string[]> {
  const { world } = stage;
  const content = copiesOnShare(world).get(path);
  if (content === undefined) return [];
  if (document.inside === undefined) writeSource(world, { ...document, lost: true });
  stage.note('sources on the share');
  return change(stage, document, { source: `${insideFolder}/${path}`, inside: path, content, lost: false });
}

/** Somebody moves the copies of a folder to another, and puts their keys right in the receipts, and nothing else there. */
export async function moveByHand(stage: Stage, n: number, folder: string): Promise<string[]> {
  const { world } = stage;
  const from = directoryIn((await stage.currentReceipt(n))?.copy.key);
  for (const receipt of await stage.current()) {
    const { key } = receipt.copy;
    const node = nodeOnShare(world, key);
    if (directoryIn(key) !== from || node === undefined || stage.isNamed(key)) continue;
    const moved = `${folder}/by-hand-${nextVersion(world)}.pdf`;
    world.spoilt.set(key, undefined);
    removeFromShare(world, key);
    putOnShare(world, moved, Buffer.from(node.content).toString());
    if (world.store.editKey !== undefined) await world.store.editKey(key, moved);
    else await world.store.store.receipts?.write([{ ...receipt, copy: { ...receipt.copy, key: moved } }]);
    world.edited.add(Number(receipt.documentId));
    stage.note('moved by hand');
  }
  return [];
}

function directoryIn(key: string | undefined): string | undefined {
  return key?.slice(0, key.lastIndexOf('/'));
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
  stage.world.clock.nowMs += 2 * day;
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
