import type { Document } from '../document.js';
import { SyncError } from '../errors/sync-error.js';
import type { Copied } from './copied.js';
import type { DocumentClaims } from './document-claims.js';
import type { RunContext } from './run.js';
import { transfer } from './transfer.js';

export interface Unrecognised {
  readonly document: Document;
  readonly claims?: DocumentClaims | undefined;
  readonly sourceIsGone: boolean;
}

/** Of the names a copy may get, so many. */
const maxNames = 3;

/**
 * Looks where a run would bring the document: is its copy there already? Behind a name that is free, too; who had it may have
 * lost its copy since. Rejects where the share is in trouble.
 */
export async function recognise(
  context: RunContext,
  mirrorId: string,
  document: Document,
  claims: DocumentClaims | undefined,
  signal: AbortSignal,
): Promise<Copied | Unrecognised> {
  for (let names = 0; names < maxNames; names++) {
    const look = await transfer(context, document, { mirrorId, signal, claims, dryRun: true });
    if (look.outcome === 'untried') throw new SyncError('RUN_ABORTED');
    if (look.outcome === 'stop') throw new SyncError(look.code, { params: look.params, scope: 'run' });
    if (look.outcome === 'failed') {
      return { document, claims, sourceIsGone: look.code === 'SOURCE_NOT_FOUND' };
    }
    const { receipt, action } = look;
    if (receipt.outcome === 'unchanged') return { document, claims, receipt, action };
    if (receipt.outcome === 'replaced') break;
    claims?.passOver(receipt.key);
  }
  return { document, claims, sourceIsGone: false };
}
