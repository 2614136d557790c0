import type { DocumentId } from '../document.js';
import { SyncError } from '../errors/sync-error.js';
import { bringOne } from './bring-one.js';
import type { EngineParts } from './engine-parts.js';
import { ownShare } from './own-share.js';
import type { RunContext } from './run.js';

const never = new AbortController().signal;

/** Brings one document to the share, pending or not, and marks it. Resolves to its key. */
export async function syncOne(
  context: RunContext,
  enter: EngineParts['enter'],
  id: DocumentId,
  signal: AbortSignal = never,
): Promise<string> {
  const { store } = context;
  const known = store.parseId(String(id));
  if (known === undefined) throw new SyncError('DOCUMENT_ID_INVALID');
  const document = await store.find(known);
  if (document === undefined) throw new SyncError('DOCUMENT_NOT_FOUND');
  if (!document.source) throw new SyncError('DOCUMENT_WITHOUT_FILE');
  const { receipt } = await bringOne(context, await ownShare(context, (await enter()).mirrorId), document, signal);
  return receipt.key;
}
