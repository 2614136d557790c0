import type { Layout } from '../plan/layout.js';
import { hasNameOfStore } from '../plan/store-names.js';
import type { Copied } from './copied.js';
import type { OtherStores } from './other-stores.js';

export interface Separated {
  readonly ours: readonly Copied[];
  /** Another store has a claim on the file, or may have: to be passed over, for another name. */
  readonly notOurs: readonly Copied[];
}

/**
 * Tells, of copies that were found rather than made, those that may be another store's: it could replace or remove them, and
 * we theirs.
 */
export async function separateFound(
  others: OtherStores,
  { layout, storeTag }: { readonly layout: Layout; readonly storeTag: string },
  batch: readonly Copied[],
): Promise<Separated> {
  const found = batch.filter((copied) => isFound(copied, layout, storeTag));
  if (found.length === 0) return { ours: batch, notOurs: [] };
  const claims = await others.mayClaim(found.map(({ receipt }) => receipt.key));
  const notOurs = found.filter(({ receipt }) => claims.has(receipt.key));
  for (const { claims: of, receipt } of notOurs) of?.leaveToOthers(claims.get(receipt.key) ?? null);
  const passed = new Set(notOurs);
  return { ours: batch.filter((copied) => !passed.has(copied)), notOurs };
}

/** Made by somebody, perhaps by us before we were killed: neither a receipt nor its name says whose it is. */
function isFound({ document, claims, receipt }: Copied, layout: Layout, storeTag: string): boolean {
  if (receipt.outcome !== 'unchanged' || receipt.key === claims?.previous?.key) return false;
  return !hasNameOfStore(document, layout, receipt, storeTag);
}
