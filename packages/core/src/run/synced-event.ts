import type { Copied } from './copied.js';
import type { SyncEmitter } from './emitter.js';

/** Tells that a document is on the share and marked. */
export function tellSynced(emitter: SyncEmitter, { document, receipt, action, claims }: Copied): void {
  const name = receipt.outcome === 'unchanged' ? 'document:unchanged' : 'document:copied';
  const from = action === 'move' ? claims?.previous?.key : undefined;
  emitter.emit(name, { documentId: document.id, receipt, ...(from !== undefined && { from }) });
}
