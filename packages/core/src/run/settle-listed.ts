import { isSyncError } from '../errors/sync-error.js';
import type { Layout } from '../plan/layout.js';
import { mayHaveKey } from '../plan/may-have-key.js';
import { versionText } from '../plan/version-text.js';
import type { CopyOnShare, Receipt } from '../receipt.js';
import type { Copied } from './copied.js';
import { confirmAndMark } from './mark-batch.js';
import type { RebuildTerms } from './rebuild.js';
import type { Unrecognised } from './recognise.js';

/**
 * What becomes of receipts that were made from the lists on the share, where the document itself could not tell: one whose
 * copy is not there or not right goes. Where the copy is right, its source gone and the row as it was, it is all there is of the
 * document, which counts as synced. Otherwise the source is another by now, and the next run replaces the copy. Resolves to how
 * many were marked.
 */
export async function settleListed(
  { context, receipts, share: { mirrorId } }: RebuildTerms,
  unrecognised: readonly Unrecognised[],
): Promise<number> {
  const { mirror } = context;
  const listed = unrecognised.flatMap((one) => {
    const receipt = one.claims?.receipt;
    return receipt?.copy ? [{ ...one, receipt, copy: receipt.copy }] : [];
  });
  if (listed.length === 0) return 0;
  const copies = listed.map(({ copy: { key, size, checksum } }) => ({ key, size, checksum }));
  const found = await mirror.inspect({ mirrorId, level: 'checksum', copies });

  const wrong: Receipt[] = [];
  const rescued: Copied[] = [];
  for (const [n, one] of listed.entries()) {
    const state = found[n]?.state;
    if (state === 'missing' || state === 'changed') wrong.push(one.receipt);
    const isOfThisRow = one.receipt.version === versionText(one.document) && isStillItsOwn(context.layout, one);
    if (state === 'right' && one.sourceIsGone && isOfThisRow) rescued.push(asCopied(one, one.copy));
  }
  if (wrong.length > 0) await receipts.remove(wrong);
  let marked = 0;
  for await (const outcome of confirmAndMark(context, mirrorId, rescued)) marked += outcome.marked.length;
  return marked;
}

/** A row that names another file by now must not pass for copied. */
function isStillItsOwn(layout: Layout, { document, copy }: Unrecognised & { readonly copy: CopyOnShare }): boolean {
  try {
    return mayHaveKey(document, layout, copy);
  } catch (error) {
    if (isSyncError(error)) return false;
    throw error;
  }
}

function asCopied({ document, claims }: Unrecognised, { key, size, checksum }: CopyOnShare): Copied {
  const receipt = { outcome: 'unchanged', key, size, checksum, notPreserved: [] } as const;
  return { document, claims, receipt, action: 'mark' };
}
