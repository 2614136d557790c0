import type { Stage } from './stage.js';
import { markedIds } from './stores.js';
import {
  copiesOnShare,
  type ModelDocument,
  type ModelWorld,
  nextVersion,
  putDocument,
  putOnShare,
  removeFromShare,
  writeSource,
} from './world.js';

/* What the host does to its documents, and others to the share. Each resolves to what it broke. */

export async function add(
  { world }: Stage,
  { type, date, name, content }: Pick<ModelDocument, 'type' | 'date' | 'content'> & { readonly name: string },
): Promise<string[]> {
  world.lastId += 1;
  const id = world.lastId;
  const state = { lost: false, unsaid: false };
  await putDocument(world, { id, type, date, fileName: name, source: newSource(world, id), content, ...state });
  return [];
}

/** A file never has the name of an earlier one. */
function newSource(world: ModelWorld, id: number): string {
  return `${world.name}${id}-${nextVersion(world)}.bin`;
}

export async function replace(
  stage: Stage,
  document: ModelDocument | undefined,
  content: string,
  quietly: boolean,
): Promise<string[]> {
  if (document === undefined) return [];
  const { world, process } = stage;
  if (!quietly || document.inside !== undefined) return change(stage, document, newFile(world, document, content));
  const changed = { ...document, content, lost: false, unsaid: true };
  world.documents.set(document.id, changed);
  writeSource(world, changed);
  await process.engine.markChanged([document.id]);
  return (await markedIds(world.store)).includes(document.id) ? [`document ${document.id} is still marked`] : [];
}

/** One that the row names from now on: under the old name, if that is not of the share. */
export function newFile(
  world: ModelWorld,
  { id, source, inside }: ModelDocument,
  content: string,
): Pick<ModelDocument, 'content' | 'lost' | 'source' | 'inside'> {
  const name = inside === undefined ? source : newSource(world, id);
  return { content, lost: false, source: name, inside: undefined };
}

export async function change(
  stage: Stage,
  document: ModelDocument | undefined,
  to: Partial<ModelDocument>,
): Promise<string[]> {
  if (document === undefined) return [];
  await putDocument(stage.world, { ...document, ...to, unsaid: false });
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
  // A file of the share is not the host's to lose.
  if (document === undefined || document.inside !== undefined) return [];
  world.documents.set(document.id, { ...document, lost: true });
  writeSource(world, { ...document, lost: true });
  return [];
}

export async function deleteCopy(stage: Stage, n: number): Promise<string[]> {
  const { world } = stage;
  const receipt = await stage.currentReceipt(n);
  const content = receipt && copiesOnShare(world).get(receipt.copy.key);
  if (receipt === undefined || content === undefined || stage.isNamed(receipt.copy.key)) return [];
  world.strangers.delete(content);
  world.spoilt.set(receipt.copy.key, undefined);
  removeFromShare(world, receipt.copy.key);
  return [];
}

export async function corruptCopy(stage: Stage, n: number): Promise<string[]> {
  const { world } = stage;
  const receipt = await stage.currentReceipt(n);
  const key = receipt?.copy.key;
  if (key === undefined || stage.isNamed(key) || !copiesOnShare(world).has(key)) return [];
  world.spoilt.set(key, putStranger(stage, key));
  return [];
}

export async function stranger(stage: Stage, path: string): Promise<string[]> {
  if (!copiesOnShare(stage.world).has(path)) putStranger(stage, path);
  return [];
}

/** Returns what it holds. */
export function putStranger({ world }: Stage, path: string): string {
  world.strangers.delete(copiesOnShare(world).get(path) ?? '');
  world.clock.strangers += 1;
  const content = `of a stranger, ${world.clock.strangers}`;
  world.strangers.add(content);
  // Where it takes the place of a copy that was taken away, it is what somebody made of it.
  if (world.spoilt.has(path)) world.spoilt.set(path, content);
  putOnShare(world, path, content);
  return content;
}
