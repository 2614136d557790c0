import type { Stage } from './stage.js';
import { copiesOnShare, type ModelDocument, putDocument, putOnShare, removeFromShare, writeSource } from './world.js';

/* What the host does to its documents, and others to the share. Each resolves to what it broke. */

export async function add(
  { world }: Stage,
  { type, date, name, content }: Pick<ModelDocument, 'type' | 'date' | 'content'> & { readonly name: string },
): Promise<string[]> {
  world.lastId += 1;
  const id = world.lastId;
  await putDocument(world, {
    id,
    type,
    date,
    fileName: name,
    source: `${id}.bin`,
    content,
    version: 1,
    lost: false,
    unsaid: false,
  });
  return [];
}

export async function replace(
  stage: Stage,
  document: ModelDocument | undefined,
  content: string,
  quietly: boolean,
): Promise<string[]> {
  if (document === undefined) return [];
  const { world, process } = stage;
  if (!quietly) return change(stage, document, { content, lost: false });
  const changed = { ...document, content, lost: false, unsaid: true };
  world.documents.set(document.id, changed);
  writeSource(world, changed);
  await process.engine.markChanged([document.id]);
  return (await world.store.marked()).includes(document.id) ? [`document ${document.id} is still marked`] : [];
}

export async function change(
  stage: Stage,
  document: ModelDocument | undefined,
  to: Partial<ModelDocument>,
): Promise<string[]> {
  if (document === undefined) return [];
  await putDocument(stage.world, { ...document, ...to, version: document.version + 1, unsaid: false });
  return [];
}

export async function remove({ world }: Stage, document: ModelDocument | undefined): Promise<string[]> {
  if (document === undefined) return [];
  writeSource(world, { ...document, lost: true });
  world.documents.delete(document.id);
  await world.store.remove(document.id);
  return [];
}

export async function loseSource({ world }: Stage, document: ModelDocument | undefined): Promise<string[]> {
  if (document === undefined) return [];
  world.documents.set(document.id, { ...document, lost: true });
  writeSource(world, { ...document, lost: true });
  return [];
}

export async function deleteCopy(stage: Stage, n: number): Promise<string[]> {
  const { world } = stage;
  const receipt = await stage.currentReceipt(n);
  const content = receipt && copiesOnShare(world).get(receipt.copy.key);
  if (receipt === undefined || content === undefined) return [];
  world.strangers.delete(content);
  removeFromShare(world, receipt.copy.key);
  return [];
}

export async function corruptCopy(stage: Stage, n: number): Promise<string[]> {
  const receipt = await stage.currentReceipt(n);
  if (receipt !== undefined && copiesOnShare(stage.world).has(receipt.copy.key)) putStranger(stage, receipt.copy.key);
  return [];
}

export async function stranger(stage: Stage, path: string): Promise<string[]> {
  if (!copiesOnShare(stage.world).has(path)) putStranger(stage, path);
  return [];
}

function putStranger({ world }: Stage, path: string): void {
  world.strangers.delete(copiesOnShare(world).get(path) ?? '');
  world.lastStranger += 1;
  const content = `of a stranger, ${world.lastStranger}`;
  world.strangers.add(content);
  putOnShare(world, path, content);
}
