import { claimOf } from '../../packages/core/src/plan/claim.js';
import type { Receipt } from '../../packages/core/src/receipt.js';
import { keyIn, listLines } from './lists.js';
import type { ModelRow } from './stores.js';
import {
  checksumOf,
  copiesOnShare,
  filesOnShare,
  isLoose,
  type ModelDocument,
  type ModelWorld,
  sourceContent,
} from './world.js';

export interface Held extends Receipt {
  readonly copy: NonNullable<Receipt['copy']>;
}

export async function receiptsOf(world: ModelWorld): Promise<Receipt[]> {
  const { receipts } = world.store.store;
  const mirrorId = await receipts?.expectedMirror();
  if (receipts === undefined || mirrorId === undefined) return [];
  return receipts.page({ mirrorId, limit: 10_000 });
}

export function currentReceipts(receipts: readonly Held[]): Held[] {
  return receipts.filter(({ role }) => role === 'current');
}

/** Names that hosts on the share have a claim on. */
export async function claimsOf(worlds: readonly ModelWorld[]): Promise<Set<string>> {
  const receipts = (await Promise.all(worlds.map(receiptsOf))).flatMap(held);
  return new Set(receipts.map(({ copy }) => claimOf(copy.key)));
}

export function held(receipts: readonly Receipt[]): Held[] {
  return receipts.filter((receipt): receipt is Held => receipt.copy !== null);
}

/** What must hold after every step, whatever happened before. */
export async function alwaysBroken(world: ModelWorld): Promise<string[]> {
  return [...filesTouched(world), ...(world.edited.size > 0 ? [] : await wrongReceipts(world))];
}

/** Sources, and files on the share that are somebody's or all that is left. */
function filesTouched(world: ModelWorld): string[] {
  const broken: string[] = [];
  const files = filesOnShare(world);
  const contents = new Set(files.values());
  for (const content of world.strangers) if (!contents.has(content)) broken.push(`the stranger’s “${content}” is gone`);
  for (const [path, { content, why }] of world.keepsakes) {
    if (files.get(path) !== content) broken.push(`${path} is gone, ${why}`);
  }
  for (const document of world.documents.values()) {
    const content = sourceContent(world, document);
    if (content !== (document.lost ? undefined : document.content))
      broken.push(`the source of ${document.id} was changed`);
  }
  return broken;
}

async function wrongReceipts(world: ModelWorld): Promise<string[]> {
  const broken: string[] = [];
  const all = await receiptsOf(world);
  const copies = held(all);
  const claims = copies.map(({ copy }) => claimOf(copy.key));
  if (new Set(claims).size !== claims.length) broken.push('two receipts claim one name');
  // The share tells upper and lower case apart, and so may two stores that have not looked at a folder since the other did.
  const theirs = new Set((await Promise.all(world.others.map(receiptsOf))).flatMap(held).map(({ copy }) => copy.key));
  for (const { copy } of copies) {
    // Where somebody took a copy away, its name was free for others.
    if (theirs.has(copy.key) && !world.spoilt.has(copy.key)) broken.push(`two stores claim ${copy.key}`);
  }
  const currentOf = new Map(
    all.filter(({ role }) => role === 'current').map((receipt) => [receipt.documentId, receipt]),
  );
  if (currentOf.size !== all.filter(({ role }) => role === 'current').length)
    broken.push('a document has two current receipts');
  const rows = await world.store.rows();
  for (const { id, synced } of rows) {
    if (synced && !currentOf.get(id)?.copy) broken.push(`document ${id} is marked and has no receipt of a copy`);
  }
  broken.push(...wrongMarks(world, rows, copies));
  return broken;
}

/** A mark of the version that the row has is of the content that it has, and its copy stands there. */
function wrongMarks(world: ModelWorld, rows: readonly ModelRow[], copies: readonly Held[]): string[] {
  const files = copiesOnShare(world);
  // Where a copy was taken away, its name was free for another host.
  const theirContents = new Set<string | undefined>(
    world.others.flatMap(({ documents }) => [...documents.values()].map(({ content }) => content)),
  );
  const currentOf = new Map(currentReceipts(copies).map((receipt) => [receipt.documentId, receipt]));
  return rows.flatMap(({ id, synced, version }) => {
    const receipt = currentOf.get(id);
    const document = world.documents.get(id);
    if (!synced || receipt === undefined || document === undefined || receipt.version !== version) return [];
    const { key, checksum } = receipt.copy;
    const isOther = !document.unsaid && checksum !== checksumOf(document.content);
    const there = files.get(key);
    const isSpoilt = world.spoilt.has(key) && (world.spoilt.get(key) === there || theirContents.has(there));
    // A mark of a dump may be of a copy that has gone since; the next rebuild takes it back.
    const isThere = isSpoilt || world.isBehindLists || checksumOf(files.get(key) ?? '') === checksum;
    return [
      ...(isOther ? [`document ${id} is marked for another content than it has`] : []),
      ...(isThere ? [] : [`document ${id} is marked, and its copy is not at ${key}`]),
      ...(document.inside === undefined ? [] : [`document ${id}, whose source is on the share, is marked`]),
    ];
  });
}

/**
 * Documents for which the share has no name left: each of the three that they may get is claimed, or a file
 * stands there that is not proven theirs: a stranger's, or one that a killed process left.
 */
export async function nameless(world: ModelWorld): Promise<Set<number>> {
  const files = copiesOnShare(world);
  const spellings = new Map([...files.keys()].map((path) => [claimOf(path), path]));
  const receipts = held(await receiptsOf(world));
  const owners = new Map(receipts.map((receipt) => [claimOf(receipt.copy.key), receipt]));
  const theirs = await claimsOf(world.others);
  const isTaken = (key: string, { id, content }: ModelDocument): boolean => {
    const owner = owners.get(claimOf(key));
    if (theirs.has(claimOf(key))) return true;
    if (owner !== undefined && (owner.documentId !== id || owner.role === 'leaving')) return true;
    // On a share that tells them apart, a file under another spelling is in the way, whatever it holds.
    if (!files.has(key) && spellings.has(claimOf(key))) return true;
    const there = files.get(key);
    return there !== undefined && there !== content && checksumOf(there) !== owner?.copy.checksum;
  };
  return new Set(
    [...world.documents.values()]
      .filter((document) => namesOf(document).every((key) => isTaken(key, document)))
      .map(({ id }) => id),
  );
}

function namesOf(document: ModelDocument): string[] {
  const [name, extension] = String(document.fileName).split('.');
  const endings = ['', `-${document.id}`, `-${document.id}-${checksumOf(document.content).slice(0, 8)}`];
  return endings.map((ending) => `${directoryOf(document)}/${name}${ending}.${extension}`);
}

/** Differences between receipts and share, as a verification must find them. */
export async function expectedFindings(world: ModelWorld): Promise<string[]> {
  const files = copiesOnShare(world);
  const all = held(await receiptsOf(world));
  const current = all.filter(({ role }) => role === 'current');
  const found = current.flatMap(({ documentId, copy }) => {
    const content = files.get(copy.key);
    if (content === undefined) return [`missing ${documentId} ${copy.key}`];
    return checksumOf(content) === copy.checksum ? [] : [`changed ${documentId} ${copy.key}`];
  });
  const claims = new Set(all.map(({ copy }) => claimOf(copy.key)));
  for (const path of files.keys()) if (!claims.has(claimOf(path))) found.push(`foreign null ${path}`);
  return found.sort();
}

/**
 * What must hold after a run that nothing came in the way of.
 * @param excused documents that it need not have brought.
 * @param options tidy: what documents left behind is gone, and the lists are right; not where another engine worked beside it.
 */
export async function notDone(
  world: ModelWorld,
  excused: ReadonlySet<number>,
  { tidy = true }: { readonly tidy?: boolean } = {},
): Promise<string[]> {
  if (isLoose(world)) return [];
  const broken: string[] = [];
  const files = copiesOnShare(world);
  const all = await receiptsOf(world);
  const rows = new Map((await world.store.rows()).map((row) => [row.id, row]));
  const currentOf = new Map(currentReceipts(held(all)).map((receipt) => [receipt.documentId, receipt]));
  for (const document of world.documents.values()) {
    if (document.lost || document.inside !== undefined || excused.has(document.id)) continue;
    const receipt = currentOf.get(document.id);
    if (!rows.get(document.id)?.synced || receipt === undefined) {
      broken.push(`document ${document.id} is not done`);
      continue;
    }
    if (receipt.version !== rows.get(document.id)?.version)
      broken.push(`the receipt of ${document.id} is of another version`);
    if (!receipt.copy.key.startsWith(`${directoryOf(document)}/`))
      broken.push(`${receipt.copy.key} is in the wrong folder`);
  }
  if (!tidy) return broken;
  for (const receipt of all) if (receipt.role === 'leaving') broken.push(`${receipt.copy?.key} is still leaving`);
  for (const { documentId } of all) {
    if (!world.documents.has(Number(documentId))) broken.push(`the deleted document ${documentId} still has a receipt`);
  }
  const claimed = await claimsOf([world, ...world.others]);
  for (const [path, content] of files) {
    const isKnown = claimed.has(claimOf(path)) || world.keepsakes.has(path) || world.strays.has(path);
    if (!isKnown && !world.strangers.has(content)) broken.push(`${path} belongs to nobody`);
  }
  return [...broken, ...(await wrongLists(world))];
}

export function directoryOf({ type, date }: { readonly type: string | null; readonly date: unknown }): string {
  const folder = { invoice: 'invoices', receipt: 'receipts' }[String(type)] ?? 'others';
  return `${typeof date === 'string' ? date.slice(0, 7).replace('-', '/') : 'undated'}/${folder}`;
}

/** The lists on the share name every current copy of the host once in each kind of list, and nothing that is nobody's. */
async function wrongLists(world: ModelWorld): Promise<string[]> {
  // After a rebuilding that was cut short, runs leave the lists alone until one is through.
  if (world.isBehindLists || isBeingRebuilt(world)) return [];
  // What a list says of a document that the database does not know is all that is known of it.
  const listed = listLines(world, world.name).filter(
    (line) => /^[\da-f]{64} {2}/.test(line) && !world.keepsakes.has(keyIn(line)),
  );
  const expected = currentReceipts(held(await receiptsOf(world))).map(({ copy }) => `${copy.checksum}  ${copy.key}`);
  const same = JSON.stringify(listed.sort()) === JSON.stringify(expected.sort());
  return same ? [] : [`the lists on the share name ${JSON.stringify(listed)}, not ${JSON.stringify(expected)}`];
}

function isBeingRebuilt(world: ModelWorld): boolean {
  return [...filesOnShare(world)].some(([path, content]) => path.endsWith('/rebuilding.txt') && content !== '');
}
