import { claimOf } from '../../packages/core/src/plan/claim.js';
import type { Receipt } from '../../packages/core/src/receipt.js';
import {
  checksumOf,
  copiesOnShare,
  filesOnShare,
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

export function held(receipts: readonly Receipt[]): Held[] {
  return receipts.filter((receipt): receipt is Held => receipt.copy !== null);
}

/** What must hold after every command, whatever happened before. */
export async function alwaysBroken(world: ModelWorld): Promise<string[]> {
  const broken: string[] = [];
  const all = await receiptsOf(world);
  const copies = held(all);
  const claims = copies.map(({ copy }) => claimOf(copy.key));
  if (new Set(claims).size !== claims.length) broken.push('two receipts claim one name');
  const currentOf = new Map(
    all.filter(({ role }) => role === 'current').map((receipt) => [receipt.documentId, receipt]),
  );
  if (currentOf.size !== all.filter(({ role }) => role === 'current').length)
    broken.push('a document has two current receipts');
  for (const id of await world.store.marked()) {
    if (!currentOf.get(id)?.copy) broken.push(`document ${id} is marked and has no receipt of a copy`);
  }
  const contents = new Set(filesOnShare(world).values());
  for (const content of world.strangers) if (!contents.has(content)) broken.push(`the stranger’s “${content}” is gone`);
  for (const document of world.documents.values()) {
    const content = sourceContent(world, document.source);
    if (content !== (document.lost ? undefined : document.content))
      broken.push(`the source of ${document.id} was changed`);
  }
  return broken;
}

/**
 * Documents for which the share has no name left: each of the three that they may get is claimed, or a file
 * stands there that is not proven theirs: a stranger's, or one that a killed process left.
 */
export async function nameless(world: ModelWorld): Promise<Set<number>> {
  const files = copiesOnShare(world);
  const receipts = held(await receiptsOf(world));
  const owners = new Map(receipts.map((receipt) => [claimOf(receipt.copy.key), receipt]));
  const isTaken = (key: string, { id, content }: ModelDocument): boolean => {
    const owner = owners.get(claimOf(key));
    if (owner !== undefined && (owner.documentId !== id || owner.role === 'leaving')) return true;
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
 */
export async function notDone(world: ModelWorld, excused: ReadonlySet<number>): Promise<string[]> {
  const broken: string[] = [];
  const files = copiesOnShare(world);
  const all = await receiptsOf(world);
  const marked = new Set(await world.store.marked());
  const currentOf = new Map(held(all).map((receipt) => [receipt.documentId, receipt]));
  for (const document of world.documents.values()) {
    if (document.lost || excused.has(document.id)) continue;
    const receipt = currentOf.get(document.id);
    if (!marked.has(document.id) || receipt === undefined) {
      broken.push(`document ${document.id} is not done`);
      continue;
    }
    if (receipt.version !== (world.store.versionText?.(document.version) ?? String(document.version)))
      broken.push(`the receipt of ${document.id} is of another version`);
    if (!receipt.copy.key.startsWith(`${directoryOf(document)}/`))
      broken.push(`${receipt.copy.key} is in the wrong folder`);
  }
  for (const receipt of all) if (receipt.role === 'leaving') broken.push(`${receipt.copy?.key} is still leaving`);
  for (const { documentId } of all) {
    if (!world.documents.has(Number(documentId))) broken.push(`the deleted document ${documentId} still has a receipt`);
  }
  const claimed = new Set(held(all).map(({ copy }) => claimOf(copy.key)));
  for (const [path, content] of files) {
    if (!claimed.has(claimOf(path)) && !world.strangers.has(content) && !world.strays.has(path)) {
      broken.push(`${path} belongs to nobody`);
    }
  }
  return [...broken, ...(await wrongLists(world))];
}

export function directoryOf({ type, date }: { readonly type: string | null; readonly date: unknown }): string {
  const folder = { invoice: 'invoices', receipt: 'receipts' }[String(type)] ?? 'others';
  return `${typeof date === 'string' ? date.slice(0, 7).replace('-', '/') : 'undated'}/${folder}`;
}

/** The lists on the share name every current copy, and nothing else. */
async function wrongLists(world: ModelWorld): Promise<string[]> {
  // After a rebuilding that was cut short, runs leave the lists alone until one is through.
  if ([...filesOnShare(world).keys()].some((path) => path.endsWith('/rebuilding.txt'))) return [];
  const listed = [...filesOnShare(world)]
    .filter(([path]) => path.startsWith('.docmirror/checksums/'))
    .flatMap(([, content]) => content.split('\n').filter((line) => line !== ''));
  const expected = held(await receiptsOf(world))
    .filter(({ role }) => role === 'current')
    .map(({ copy }) => `${copy.checksum}  ${copy.key}`);
  const same = JSON.stringify(listed.sort()) === JSON.stringify(expected.sort());
  return same ? [] : [`the lists on the share name ${JSON.stringify(listed)}, not ${JSON.stringify(expected)}`];
}
