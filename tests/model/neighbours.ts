import { keyIn, listLines } from './lists.js';
import { currentReceipts, held, receiptsOf } from './rules.js';
import { checksumOf, copiesOnShare, type ModelWorld } from './world.js';

/** What a host has on the share, for others to leave alone. */
export interface Owned {
  /** Copies that are right, by their key. */
  readonly copies: ReadonlyMap<string, string>;
  /** Lines of lists that name them. */
  readonly lines: readonly string[];
}

export async function ownedBy(world: ModelWorld): Promise<Owned> {
  const files = copiesOnShare(world);
  const receipts = held(await receiptsOf(world));
  const right = receipts.filter(({ copy }) => checksumOf(files.get(copy.key) ?? '') === copy.checksum);
  const keys = new Set(currentReceipts(receipts).map(({ copy }) => copy.key));
  return {
    copies: new Map(right.map(({ copy }) => [copy.key, files.get(copy.key) ?? ''])),
    lines: listLines(world, world.name).filter((line) => keys.has(keyIn(line))),
  };
}

/** What was touched of it by somebody else. */
export function touchedOf(world: ModelWorld, { copies, lines }: Owned): string[] {
  const files = copiesOnShare(world);
  const now = new Set(listLines(world, world.name));
  return [
    ...[...copies].flatMap(([key, content]) =>
      files.get(key) === content ? [] : [`${key}, a copy of host ${world.name}, was touched: ${files.get(key)}`],
    ),
    ...lines.flatMap((line) => (now.has(line) ? [] : [`a line of host ${world.name} is gone: ${line}`])),
  ];
}
