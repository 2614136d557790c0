import type { Command } from './commands.js';
import { planAndRun, rebuild, restore, run, syncOne, verify } from './engine-acts.js';
import { add, change, corruptCopy, deleteCopy, loseSource, remove, replace, stranger } from './host-acts.js';
import { crash, otherShare, without } from './mishaps.js';
import { alwaysBroken } from './rules.js';
import { type Happenings, Stage } from './stage.js';
import type { ModelStore } from './stores.js';
import { createModelWorld } from './world.js';

/** Plays commands against the real engine; throws with every promise that is broken, at the command that broke it. */
export async function play(store: ModelStore, commands: readonly Command[], happened: Happenings): Promise<void> {
  await store.clear();
  const world = createModelWorld(store);
  const stage = new Stage(world, happened);
  try {
    for (const [index, command] of commands.entries()) {
      const broken = await perform(stage, command);
      broken.push(...(await alwaysBroken(world)));
      if (broken.length > 0)
        throw new Error(`after command ${index} (${JSON.stringify(command)}): ${broken.join('; ')}`);
    }
  } finally {
    await stage.process.end();
  }
}

/** What it broke. */
async function perform(stage: Stage, command: Command): Promise<string[]> {
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
    case 'delete':
      return remove(stage, stage.document(command.n));
    case 'loseSource':
      return loseSource(stage, stage.document(command.n));
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
  }
}
