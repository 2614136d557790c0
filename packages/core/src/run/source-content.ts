import type { Document } from '../document.js';
import { SyncError } from '../errors/sync-error.js';
import { keysOf } from './claims-of-page.js';
import { blankClaims } from './document-claims.js';
import type { OwnShare } from './own-share.js';
import type { RunContext } from './run.js';
import { transfer } from './transfer.js';

/**
 * Checksum of a document's file as it is now; `gone` where there is none, undefined where it cannot be told. The mirror
 * reads it, for a name that needs it: all others are passed over. Rejects where the share is in trouble.
 */
export async function sourceContent(
  context: RunContext,
  { mirrorId, storeTag }: OwnShare,
  document: Document,
  signal: AbortSignal,
): Promise<string | 'gone' | undefined> {
  const claims = blankClaims(document, { layout: context.layout, storeTag });
  for (const key of keysOf(document, context.layout)) claims.passOver(key);
  const look = await transfer(context, document, { mirrorId, signal, claims, dryRun: true });
  if (look.outcome === 'untried') throw new SyncError('RUN_ABORTED');
  if (look.outcome === 'stop') throw new SyncError(look.code, { params: look.params, scope: 'run' });
  if (look.outcome === 'done') return look.receipt.checksum;
  return look.code === 'SOURCE_NOT_FOUND' ? 'gone' : undefined;
}
