import { type Command, type CommandName, dimensionOf, type History } from './commands.js';
import { dump, loadDump } from './dumps.js';
import { planAndRun, rebuild, restore, run, syncOne, verify } from './engine-acts.js';
import { add, change, corruptCopy, deleteCopy, loseSource, remove, replace, stranger } from './host-acts.js';
import { meanwhile } from './meanwhile.js';
import { crash, moveByHand, nameCopy, nameStranger, otherShare, unkept, without } from './mishaps.js';
import { ownedBy, touchedOf } from './neighbours.js';
import { alwaysBroken } from './rules.js';
import { type Happenings, Stage } from './stage.js';
import type { ModelStore } from './stores.js';
import { together } from './together.js';
import { copiesOnShare, createModelDisk, createModelWorld, mountInside } from './world.js';

/** Plays a history against the real engine; throws with every promise that is broken, at the command that broke it. */
export async function play(stores: readonly ModelStore[], history: History, happened: Happenings): Promise<void> {
  const hosts = history.dimensions.includes('stores') ? stores : stores.slice(0, 1);
  const isTouched = history.dimensions.includes('touched');
  for (const store of hosts) {
    await store.clear();
    await store.touch?.(isTouched);
  }
  const disk = createModelDisk();
  if (history.dimensions.includes('inside')) mountInside(disk);
  const stages = hosts.map((store, n) => new Stage(createModelWorld(disk, store, 'ab'.charAt(n)), happened, isTouched));
  for (const stage of stages)
    stage.world.others.push(...stages.filter((other) => other !== stage).map(({ world }) => world));
  try {
    for (const [index, { host, command }] of history.steps.entries()) {
      const dimension = dimensionOf[command.do];
      if (dimension !== undefined && !history.dimensions.includes(dimension)) continue;
      const stage = stages[host % stages.length];
      if (stage === undefined) throw new TypeError('no host');
      const broken = await performBeside(stage, stages, command);
      if (stage.process.endless) broken.push('it goes on for ever');
      for (const { world } of stages) broken.push(...(await alwaysBroken(world)));
      if (broken.length > 0)
        throw new Error(`after step ${index} (${stage.world.name}: ${JSON.stringify(command)}): ${broken.join('; ')}`);
    }
  } finally {
    for (const stage of stages) await stage.process.end();
  }
}

/** What people do on the share. */
const byHand = new Set<CommandName>(['deleteCopy', 'corruptCopy', 'stranger', 'moveByHand', 'nameStranger']);

/** Whatever one host does, nothing of the others is touched by it; and nothing at all where sources may be on the share. */
async function performBeside(stage: Stage, stages: readonly Stage[], command: Command): Promise<string[]> {
  for (const { process } of stages) process.begin();
  const { mounts } = stage.world;
  const files = mounts.inside && !byHand.has(command.do) ? copiesOnShare(stage.world) : new Map<string, string>();
  const broken = await performApart(stage, stages, command);
  const now = copiesOnShare(stage.world);
  for (const [path, content] of files)
    if (now.get(path) !== content) broken.push(`${path}, which may be a source, is gone or another`);
  return broken;
}

async function performApart(stage: Stage, stages: readonly Stage[], command: Command): Promise<string[]> {
  const other = stages.find((candidate) => candidate !== stage);
  const isAcross = command.do === 'together' && command.across;
  if (other === undefined || isAcross || byHand.has(command.do)) return perform(stage, command, other);
  const before = await ownedBy(other.world);
  return [...(await perform(stage, command, other)), ...touchedOf(other.world, before)];
}

/** What it broke. */
async function perform(stage: Stage, command: Command, other: Stage | undefined): Promise<string[]> {
  switch (command.do) {
    case 'add':
      return add(stage, command);
    case 'replace':
      return replace(stage, stage.document(command.n), command.content, command.quietly);
    case 'retype':
      return change(stage, stage.document(command.n), { type: command.type });
    case 'redate':
      return change(stage, stage.document(command.n), { date: command.date });
    case 'rename':
      return change(stage, stage.document(command.n), { fileName: command.name });
    case 'bump':
      return change(stage, stage.document(command.n), {});
    case 'delete':
      return remove(stage, stage.document(command.n));
    case 'loseSource':
      return loseSource(stage, stage.document(command.n));
    case 'loseAndRestore': {
      const document = stage.document(command.n);
      const broken = await loseSource(stage, document);
      return [...broken, ...(await restore(stage, document && stage.world.documents.get(document.id)))];
    }
    case 'deleteCopy':
      return deleteCopy(stage, command.n);
    case 'corruptCopy':
      return corruptCopy(stage, command.n);
    case 'stranger':
      return stranger(stage, `${command.directory}/${command.name}`);
    case 'run':
      return run(stage);
    case 'plan':
      return planAndRun(stage);
    case 'syncOne':
      return syncOne(stage, stage.document(command.n));
    case 'restore':
      return restore(stage, stage.documentToRestore(command.n));
    case 'verify':
      return verify(stage, command.repair);
    case 'rebuild':
      return rebuild(stage);
    case 'loseReceipts': {
      const { receipts } = stage.world.store.store;
      const mirrorId = await receipts?.expectedMirror();
      if (mirrorId !== undefined) await receipts?.removeAll(mirrorId);
      return rebuild(stage);
    }
    case 'unmount':
      return without(stage, undefined);
    case 'wrongShare':
      return without(stage, otherShare());
    case 'crash':
      return crash(stage, command.step, command.during);
    case 'together':
      return together(stage, command.across ? (other ?? stage) : stage, command);
    case 'meanwhile':
      return meanwhile(stage, command);
    case 'dump':
      return dump(stage);
    case 'loadDump':
      return loadDump(stage, command);
    case 'nameCopy':
      return nameCopy(stage, stage.document(command.n), command.of);
    case 'nameStranger':
      return nameStranger(stage, stage.document(command.n), command.name);
    case 'moveByHand':
      return moveByHand(stage, command.n, command.folder);
    case 'unkept':
      return unkept(stage, command.act, command.n);
  }
}
