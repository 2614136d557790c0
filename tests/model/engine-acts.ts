import { isSyncError } from '../../packages/core/src/errors/sync-error.js';
import type { SyncEvents } from '../../packages/core/src/events.js';
import { expectedFindings, nameless, notDone, receiptsOf } from './rules.js';
import type { Stage } from './stage.js';
import { checksumOf, copiesOnShare, type ModelDocument, type ModelWorld, sourceContent } from './world.js';

/* What the engine is asked to do. Each resolves to what it broke. */

export async function run(stage: Stage): Promise<string[]> {
  const waiting = await stage.waiting();
  const before = await nameless(stage.world);
  const summary = await stage.process.engine.runSync();
  stage.note('runs');
  const marked = new Set(await stage.world.store.marked());
  const unnamed = [...before, ...(await nameless(stage.world))].filter((id) => !marked.has(id));
  const broken = await notDone(stage.world, new Set([...waiting, ...unnamed]));
  for (const { id, content } of stage.world.documents.values()) {
    const receipt = (await stage.current()).find(({ documentId }) => documentId === id);
    if (marked.has(id) && receipt?.copy.checksum !== checksumOf(content))
      broken.push(`the copy of ${id} is not its content`);
  }
  const unbrought = [...stage.world.documents.values()].filter(
    ({ id, lost }) => unnamed.includes(id) || (lost && !marked.has(id)),
  );
  const failed = unbrought.filter(({ id }) => !waiting.has(id)).length;
  if (summary.failed !== failed) broken.push(`${summary.failed} failed, not ${failed}: ${summary.errors.join(', ')}`);
  if (summary.stopped !== undefined) broken.push(`the run stopped: ${summary.stopped.code}`);
  return broken;
}

export async function planAndRun(stage: Stage): Promise<string[]> {
  const { engine } = stage.process;
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

  const before = new Map((await stage.current()).map((receipt) => [receipt.documentId, receipt.copy.key]));
  // Of a deleted document only a copy that is right can be taken away.
  const files = copiesOnShare(stage.world);
  const spoilt = (await stage.current())
    .filter(({ documentId }) => !stage.world.documents.has(Number(documentId)))
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
  const broken = await run(stage);
  for (const off of undo) off();
  stage.note('plans', planned.length);
  if (JSON.stringify(planned.filter((line) => !isSpoilt(line)).sort()) !== JSON.stringify(done.sort())) {
    broken.push(`planned ${JSON.stringify(planned)}, done ${JSON.stringify(done)}`);
  }
  return broken;
}

export async function syncOne(stage: Stage, document: ModelDocument | undefined): Promise<string[]> {
  if (document === undefined) return [];
  const unnamed = (await nameless(stage.world)).has(document.id);
  try {
    await stage.process.engine.syncDocument(document.id);
  } catch (error) {
    const code = isSyncError(error) ? error.code : String(error);
    return (document.lost && code === 'SOURCE_NOT_FOUND') || (unnamed && code === 'COPY_NAME_TAKEN')
      ? []
      : [`document ${document.id} could not be brought: ${code}`];
  }
  stage.note('single documents');
  return document.lost ? ['a document without its source was brought'] : [];
}

export async function restore(stage: Stage, document: ModelDocument | undefined): Promise<string[]> {
  const { world } = stage;
  if (document === undefined || !(await stage.isInUse())) return [];
  const receipt = (await stage.current()).find(({ documentId }) => documentId === document.id);
  const copy = receipt && copiesOnShare(world).get(receipt.copy.key);
  const right = receipt !== undefined && copy !== undefined && checksumOf(copy) === receipt.copy.checksum;
  const here = sourceContent(world, document.source);
  const isOfRow = receipt !== undefined && (await isMarkedAs(world, document, receipt.version));
  let outcome: string;
  try {
    outcome = (await stage.process.engine.restore(document.id)).outcome;
  } catch (error) {
    outcome = isSyncError(error) ? error.code : String(error);
  }
  if (receipt !== undefined && !isOfRow) {
    stage.note('restores refused');
    return outcome === 'RESTORE_OUTDATED' ? [] : [`restoring ${document.id}, which changed since, said ${outcome}`];
  }
  if (outcome === 'restored') {
    if (!right || here !== undefined) return [`document ${document.id} was restored from ${copy} over ${here}`];
    const content = sourceContent(world, document.source) ?? '';
    if (content !== copy) return ['something else was restored than the copy'];
    world.documents.set(document.id, { ...document, content, lost: false });
    stage.note('restored');
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

/** Whether the row is marked and still has the version that the receipt is of. */
async function isMarkedAs(world: ModelWorld, { id, version }: ModelDocument, of: string | null): Promise<boolean> {
  return of === (world.store.versionText?.(version) ?? String(version)) && (await world.store.marked()).includes(id);
}

export async function verify(stage: Stage, repair: boolean): Promise<string[]> {
  const { world } = stage;
  const expected = await expectedFindings(world);
  if ((await receiptsOf(world)).length === 0) return [];
  const found: string[] = [];
  let after: string | undefined;
  do {
    const report = await stage.process.engine.verify({ after, limit: 4, repair });
    for (const { kind, document_id, key } of report.findings) found.push(`${kind} ${document_id} ${key}`);
    after = report.cursor ?? undefined;
  } while (after !== undefined);
  stage.note(repair ? 'repairs' : 'verifications', found.length);
  if (!repair) {
    return JSON.stringify(found.sort()) === JSON.stringify(expected)
      ? []
      : [`found ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`];
  }
  // What a repair may leave: what nobody can put right.
  const unnamed = await nameless(world);
  const mayStay = (finding: string): boolean => {
    const [kind, id] = finding.split(' ');
    const document = world.documents.get(Number(id));
    return kind === 'foreign' || document === undefined || document.lost || unnamed.has(document.id);
  };
  return (await expectedFindings(world))
    .filter((finding) => !mayStay(finding))
    .map((finding) => `not repaired: ${finding}`);
}

export async function rebuild(stage: Stage): Promise<string[]> {
  const { world } = stage;
  const files = copiesOnShare(world);
  if (!(await stage.isInUse())) return [];
  await stage.process.engine.rebuild();
  stage.note('rebuilt');
  const after = copiesOnShare(world);
  const same = JSON.stringify([...files].sort()) === JSON.stringify([...after].sort());
  await stage.forgiveStrays();
  await stage.forgetUnsaid();
  const broken = same ? [] : ['rebuilding changed what is on the share'];
  for (const { documentId, copy } of await stage.current()) {
    const content = files.get(copy.key);
    if (content === undefined || checksumOf(content) !== copy.checksum)
      broken.push(`the receipt of ${documentId} is not what stands there`);
  }
  return broken;
}
