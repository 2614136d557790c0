import type { Command } from './commands.js';
import { add } from './host-acts.js';
import { startModelProcess } from './process.js';
import { receiptsOf } from './rules.js';
import type { Stage } from './stage.js';
import { markedIds } from './stores.js';
import { checksumOf, copiesOnShare, type ModelDocument, rowOf, sourceContent, writeSource } from './world.js';

export async function dump({ world }: Stage): Promise<string[]> {
  if (world.edited.size > 0) return [];
  world.dump = {
    documents: [...world.documents.values()],
    marked: await markedIds(world.store),
    receipts: await receiptsOf(world),
    mirrorId: await world.store.store.receipts?.expectedMirror(),
    lastId: world.lastId,
  };
  return [];
}

/**
 * The database is as it was at the dump, and so are the files, or they are lost. Documents that are newer are gone, and
 * their copies are all there is of them; new documents get their ids. Where the dump has no receipts, the host
 * rebuilds them, as the documentation says.
 */
export async function loadDump(
  stage: Stage,
  { sources, receipts, adds }: Extract<Command, { do: 'loadDump' }>,
): Promise<string[]> {
  const { world } = stage;
  const { dump: loaded } = world;
  if (loaded === undefined) return [];
  await keepWhatIsNewer(stage);
  await stage.process.end();
  for (const document of world.documents.values()) writeSource(world, { ...document, lost: true });
  world.documents.clear();
  world.edited.clear();
  await world.store.clear();
  await world.store.touch?.(stage.isTouched);
  for (const document of loaded.documents) {
    const put = asLoaded(stage, document, sources);
    writeSource(world, put);
    world.documents.set(put.id, put);
    await world.store.put(rowOf(put));
  }
  for (const id of loaded.marked) await world.store.setMark(id);
  world.lastId = loaded.lastId;
  const store = world.store.store.receipts;
  if (receipts && loaded.mirrorId !== undefined) {
    await store?.expectMirror(loaded.mirrorId);
    await store?.write(loaded.receipts);
  }
  stage.process = startModelProcess(world);
  for (let count = 0; count < adds; count++) {
    const name = ['a.pdf', 'b.pdf', 'new.pdf'][count % 3] ?? 'a.pdf';
    const date = count === 0 ? '2024-02-01' : '2024-01-31';
    await add(stage, { type: 'invoice', date, name, content: `uploaded after ${world.clock.version}` });
  }
  stage.note('dumps loaded');
  world.isBehindLists = true;
  if (!receipts && loaded.mirrorId !== undefined) {
    await stage.process.engine.rebuild();
    world.isBehindLists = false;
  }
  await stage.forgiveStrays();
  await stage.forgetUnsaid();
  await stage.releaseKeepsakes();
  return [];
}

/** Copies of documents that the dump does not know. */
async function keepWhatIsNewer(stage: Stage): Promise<void> {
  const { world } = stage;
  const files = copiesOnShare(world);
  const known = new Set(world.dump?.documents.map(({ id }) => id));
  for (const { documentId, copy } of await stage.current()) {
    const content = files.get(copy.key);
    const document = world.documents.get(Number(documentId));
    if (document === undefined || known.has(document.id) || document.content !== content) continue;
    if (checksumOf(content) !== copy.checksum || world.strangers.has(content)) continue;
    const why = `the only copy of document ${documentId}, which is newer than the dump`;
    world.keepsakes.set(copy.key, { content, why });
  }
}

/** Where the files are lost, nobody can know that a file was replaced after the dump: its copy is all there is. */
function asLoaded({ world }: Stage, document: ModelDocument, sources: boolean): ModelDocument {
  if (document.inside !== undefined && sourceContent(world, document) === document.content) return document;
  const lost = document.lost || !sources || document.inside !== undefined;
  return { ...document, inside: undefined, lost, unsaid: document.unsaid || lost };
}
