import { isSyncError } from '../../packages/core/src/errors/sync-error.js';
import type { SyncEvents } from '../../packages/core/src/events.js';
import { shareDevice, simFile, simNode } from '../../packages/core/test/sim/sim-node.js';
import type { Command } from './commands.js';
import { type ModelProcess, startModelProcess } from './process.js';
import { alwaysBroken, expectedFindings, type Held, held, notDone, receiptsOf } from './rules.js';
import type { ModelStore } from './stores.js';
import {
  checksumOf,
  copiesOnShare,
  createModelWorld,
  type ModelDocument,
  type ModelWorld,
  putDocument,
  putOnShare,
  removeFromShare,
  sourceContent,
  writeSource,
} from './world.js';

const day = 24 * 60 * 60 * 1000;

/** How often each kind of thing really happened, over all runs: a model that never gets anywhere proves nothing. */
export type Happenings = Map<string, number>;

/** Plays commands against the real engine; throws with every promise that is broken, at the command that broke it. */
export async function play(store: ModelStore, commands: readonly Command[], happened: Happenings): Promise<void> {
  await store.clear();
  const world = createModelWorld(store);
  const player = new Player(world, happened);
  try {
    for (const [index, command] of commands.entries()) {
      const broken = await player.perform(command);
      broken.push(...(await alwaysBroken(world)));
      if (broken.length > 0)
        throw new Error(`after command ${index} (${JSON.stringify(command)}): ${broken.join('; ')}`);
    }
  } finally {
    await player.process.end();
  }
}

class Player {
  process: ModelProcess;
  private lastId = 0;
  private lastStranger = 0;

  constructor(
    private readonly world: ModelWorld,
    private readonly happened: Happenings,
  ) {
    this.process = startModelProcess(world);
  }

  /** What it broke. */
  async perform(command: Command): Promise<string[]> {
    const { world } = this;
    if (
      process.env.ONLY_RUN &&
      (['verify', 'rebuild', 'restore', 'loseReceipts'].includes(command.do) ||
        (command.do === 'crash' && command.during !== 'run') ||
        (command.do === 'replace' && command.quietly))
    )
      return [];
    switch (command.do) {
      case 'add': {
        this.lastId += 1;
        const { type, date, name, content } = command;
        const source = `${this.lastId}.bin`;
        await putDocument(world, {
          id: this.lastId,
          type,
          date,
          fileName: name,
          source,
          content,
          version: 1,
          lost: false,
        });
        return [];
      }
      case 'replace':
        return this.replace(this.document(command.n), command.content, command.quietly);
      case 'retype':
        return this.change(this.document(command.n), { type: command.type });
      case 'redate':
        return this.change(this.document(command.n), { date: command.date });
      case 'rename':
        return this.change(this.document(command.n), { fileName: command.name });
      case 'delete': {
        const document = this.document(command.n);
        if (document === undefined) return [];
        writeSource(world, { ...document, lost: true });
        world.documents.delete(document.id);
        await world.store.remove(document.id);
        return [];
      }
      case 'loseSource': {
        const document = this.document(command.n);
        if (document === undefined) return [];
        world.documents.set(document.id, { ...document, lost: true });
        writeSource(world, { ...document, lost: true });
        return [];
      }
      case 'deleteCopy': {
        const receipt = await this.currentReceipt(command.n);
        const content = receipt && copiesOnShare(world).get(receipt.copy.key);
        if (receipt === undefined || content === undefined) return [];
        world.strangers.delete(content);
        removeFromShare(world, receipt.copy.key);
        return [];
      }
      case 'corruptCopy': {
        const receipt = await this.currentReceipt(command.n);
        if (receipt !== undefined && copiesOnShare(world).has(receipt.copy.key)) this.stranger(receipt.copy.key);
        return [];
      }
      case 'stranger': {
        const path = `${command.directory}/${command.name}`;
        if (!copiesOnShare(world).has(path)) this.stranger(path);
        return [];
      }
      case 'run':
        return this.run();
      case 'plan':
        return this.planAndRun();
      case 'syncOne':
        return this.syncOne(this.document(command.n));
      case 'restore':
        return this.restore(this.document(command.n));
      case 'verify':
        return this.verify(command.repair);
      case 'rebuild':
        return this.rebuild();
      case 'loseReceipts': {
        const mirrorId = await world.store.store.receipts?.expectedMirror();
        if (mirrorId !== undefined) await world.store.store.receipts?.removeAll(mirrorId);
        return this.rebuild();
      }
      case 'unmount':
        return this.without(undefined);
      case 'wrongShare':
        return this.without(otherShare());
      case 'crash':
        return this.crash(command.step, command.during);
    }
  }

  private async replace(document: ModelDocument | undefined, content: string, quietly: boolean): Promise<string[]> {
    if (document === undefined) return [];
    const { world, process } = this;
    if (!quietly) return this.change(document, { content, lost: false });
    const changed = { ...document, content, lost: false };
    world.documents.set(document.id, changed);
    writeSource(world, changed);
    await process.engine.markChanged([document.id]);
    return (await world.store.marked()).includes(document.id) ? [`document ${document.id} is still marked`] : [];
  }

  private async change(document: ModelDocument | undefined, to: Partial<ModelDocument>): Promise<string[]> {
    if (document === undefined) return [];
    await putDocument(this.world, { ...document, ...to, version: document.version + 1 });
    return [];
  }

  private stranger(path: string): void {
    this.world.strangers.delete(copiesOnShare(this.world).get(path) ?? '');
    this.lastStranger += 1;
    const content = `of a stranger, ${this.lastStranger}`;
    this.world.strangers.add(content);
    putOnShare(this.world, path, content);
  }

  private async run(): Promise<string[]> {
    const waiting = await this.waiting();
    const summary = await this.process.engine.runSync();
    this.note('runs');
    const broken = await notDone(this.world, waiting);
    const marked = new Set(await this.world.store.marked());
    for (const { id, content } of this.world.documents.values()) {
      const receipt = (await this.current()).find(({ documentId }) => documentId === id);
      if (marked.has(id) && receipt?.copy.checksum !== checksumOf(content))
        broken.push(`the copy of ${id} is not its content`);
    }
    const lost = [...this.world.documents.values()].filter((document) => document.lost && !marked.has(document.id));
    const failed = lost.filter(({ id }) => !waiting.has(id)).length;
    if (summary.failed !== failed) broken.push(`${summary.failed} failed, not ${failed}: ${summary.errors.join(', ')}`);
    if (summary.stopped !== undefined) broken.push(`the run stopped: ${summary.stopped.code}`);
    return broken;
  }

  private async planAndRun(): Promise<string[]> {
    const { engine } = this.process;
    if (process.env.ONLY_RUN && (await this.world.store.store.receipts?.expectedMirror()) === undefined) return [];
    const planned: string[] = [];
    let after: string | undefined;
    do {
      const page = await engine.plan({ after, limit: 3 });
      for (const { document_id, action, key } of page.entries) {
        if (action !== 'wait')
          planned.push(action === 'conflict' ? `${document_id} fails` : `${document_id} ${action} ${key}`);
      }
      after = page.cursor ?? undefined;
    } while (after !== undefined);

    const before = new Map((await this.current()).map((receipt) => [receipt.documentId, receipt.copy.key]));
    // Of a deleted document only a copy that is right can be taken away.
    const files = copiesOnShare(this.world);
    const spoilt = (await this.current())
      .filter(({ documentId }) => !this.world.documents.has(Number(documentId)))
      .filter(({ copy }) => checksumOf(files.get(copy.key) ?? '') !== copy.checksum);
    const isSpoilt = (line: string): boolean => spoilt.some(({ documentId }) => line.startsWith(`${documentId} `));
    const done: string[] = [];
    const listen = ({ documentId, receipt }: SyncEvents['document:copied']): void => {
      const previous = before.get(documentId);
      const moved = previous !== undefined && previous !== receipt.key;
      const action = moved ? 'move' : { copied: 'copy', unchanged: 'mark', replaced: 'replace' }[receipt.outcome];
      done.push(`${documentId} ${action} ${receipt.key}`);
    };
    const undo = [
      engine.on('document:copied', listen),
      engine.on('document:unchanged', listen),
      engine.on('copy:removed', ({ documentId, key, reason }) => {
        if (reason === 'deleted') done.push(`${documentId} trash ${key}`);
      }),
      engine.on('document:failed', ({ documentId }) => void done.push(`${documentId} fails`)),
    ];
    const broken = await this.run();
    for (const off of undo) off();
    this.note('plans', planned.length);
    if (JSON.stringify(planned.filter((line) => !isSpoilt(line)).sort()) !== JSON.stringify(done.sort())) {
      broken.push(`planned ${JSON.stringify(planned)}, done ${JSON.stringify(done)}`);
    }
    return broken;
  }

  private async syncOne(document: ModelDocument | undefined): Promise<string[]> {
    if (document === undefined) return [];
    try {
      await this.process.engine.syncDocument(document.id);
    } catch (error) {
      const code = isSyncError(error) ? error.code : String(error);
      return document.lost && code === 'SOURCE_NOT_FOUND'
        ? []
        : [`document ${document.id} could not be brought: ${code}`];
    }
    this.note('single documents');
    return document.lost ? ['a document without its source was brought'] : [];
  }

  private async restore(document: ModelDocument | undefined): Promise<string[]> {
    if (document === undefined) return [];
    const { world } = this;
    const receipt = (await this.current()).find(({ documentId }) => documentId === document.id);
    const copy = receipt && copiesOnShare(world).get(receipt.copy.key);
    const right = receipt !== undefined && copy !== undefined && checksumOf(copy) === receipt.copy.checksum;
    const here = sourceContent(world, document.source);
    let outcome: string;
    try {
      outcome = (await this.process.engine.restore(document.id)).outcome;
    } catch (error) {
      outcome = isSyncError(error) ? error.code : String(error);
    }
    if (outcome === 'restored') {
      if (!right || here !== undefined) return [`document ${document.id} was restored from ${copy} over ${here}`];
      const content = sourceContent(world, document.source) ?? '';
      if (content !== copy) return ['something else was restored than the copy'];
      world.documents.set(document.id, { ...document, content, lost: false });
      this.note('restored');
      return [];
    }
    if (outcome === 'present')
      return here !== undefined && receipt?.copy.checksum === checksumOf(here) ? [] : ['not present'];
    const expected =
      receipt === undefined || copy === undefined ? 'COPY_MISSING' : right ? 'RESTORE_TARGET_TAKEN' : 'COPY_CHANGED';
    return outcome === expected || (outcome === 'RESTORE_TARGET_TAKEN' && here !== undefined)
      ? []
      : [`restoring ${document.id} said ${outcome}, not ${expected}`];
  }

  private async verify(repair: boolean): Promise<string[]> {
    const { world } = this;
    const expected = await expectedFindings(world);
    if ((await receiptsOf(world)).length === 0) return [];
    const found: string[] = [];
    let after: string | undefined;
    do {
      const report = await this.process.engine.verify({ after, limit: 4, repair });
      for (const { kind, document_id, key } of report.findings) found.push(`${kind} ${document_id} ${key}`);
      after = report.cursor ?? undefined;
    } while (after !== undefined);
    this.note(repair ? 'repairs' : 'verifications', found.length);
    if (!repair) {
      return JSON.stringify(found.sort()) === JSON.stringify(expected)
        ? []
        : [`found ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`];
    }
    // What a repair may leave: what nobody can put right.
    const mayStay = (finding: string): boolean => {
      const [kind, id] = finding.split(' ');
      const document = world.documents.get(Number(id));
      return kind === 'foreign' || document === undefined || document.lost;
    };
    return (await expectedFindings(world))
      .filter((finding) => !mayStay(finding))
      .map((finding) => `not repaired: ${finding}`);
  }

  private async rebuild(): Promise<string[]> {
    const { world } = this;
    const files = copiesOnShare(world);
    if ((await world.store.store.receipts?.expectedMirror()) === undefined) return [];
    await this.process.engine.rebuild();
    this.note('rebuilt');
    const after = copiesOnShare(world);
    const same = JSON.stringify([...files].sort()) === JSON.stringify([...after].sort());
    await this.forgiveStrays();
    const broken = same ? [] : ['rebuilding changed what is on the share'];
    for (const { documentId, copy } of await this.current()) {
      const content = files.get(copy.key);
      if (content === undefined || checksumOf(content) !== copy.checksum)
        broken.push(`the receipt of ${documentId} is not what stands there`);
    }
    return broken;
  }

  /** Nothing may happen while the share is away. */
  private async without(mounted: ReturnType<typeof otherShare> | undefined): Promise<string[]> {
    const { world, process } = this;
    if ((await world.store.store.receipts?.expectedMirror()) === undefined) return [];
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
    this.note('away');
    if (world.mountPoint.entries.size > 0) broken.push('something was written below the bare mount point');
    if (files !== JSON.stringify([...copiesOnShare(world)])) broken.push('copies changed while the share was away');
    const now = new Set(await world.store.marked());
    // A changed document may have been found out meanwhile; none may have been marked.
    if ([...now].some((id) => !marks.includes(id))) broken.push('marks were made while the share was away');
    return broken;
  }

  private async crash(step: number, during: 'run' | 'repair' | 'rebuild'): Promise<string[]> {
    const { engine } = this.process;
    this.process.killAfter(step);
    try {
      if (during === 'run') await engine.runSync();
      else if (during === 'rebuild') await engine.rebuild();
      else await engine.verify({ repair: true });
    } catch (error) {
      if (!isSyncError(error)) throw error;
    }
    if (this.process.dead) this.note('crashes');
    await this.process.end();
    await this.forgiveStrays();
    this.world.nowMs += 2 * day;
    this.process = startModelProcess(this.world);
    return [];
  }

  /** Files without a receipt that are there now belong to nobody for good reasons. */
  private async forgiveStrays(): Promise<void> {
    for (const finding of await expectedFindings(this.world)) {
      if (!finding.startsWith('missing ')) this.world.strays.add(finding.split(' ').slice(2).join(' '));
    }
  }

  private document(n: number): ModelDocument | undefined {
    const documents = [...this.world.documents.values()];
    return documents[n % documents.length];
  }

  private async current(): Promise<Held[]> {
    return held(await receiptsOf(this.world)).filter(({ role }) => role === 'current');
  }

  private async currentReceipt(n: number): Promise<Held | undefined> {
    const current = await this.current();
    return current.sort((a, b) => Number(a.documentId) - Number(b.documentId))[n % current.length];
  }

  private async waiting(): Promise<Set<number>> {
    const now = Date.now();
    const waits = (await receiptsOf(this.world)).filter(({ nextAttemptAt }) => Number(nextAttemptAt ?? 0) > now);
    return new Set(waits.map(({ documentId }) => Number(documentId)));
  }

  private note(what: string, times = 1): void {
    this.happened.set(what, (this.happened.get(what) ?? 0) + times);
  }
}

function otherShare() {
  const root = simNode('folder', shareDevice);
  const folder = simNode('folder', shareDevice);
  const marker = { docmirror: 1, id: 'another', createdAt: '2024-01-01T00:00:00.000Z', folders: {} };
  folder.entries.set('mirror.json', simFile(JSON.stringify(marker), shareDevice));
  root.entries.set('.docmirror', folder);
  return root;
}
