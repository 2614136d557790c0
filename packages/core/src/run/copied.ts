import type { Document } from '../document.js';
import type { CopyReceipt } from '../mirror.js';
import type { CopyAction } from '../plan/copy-plan.js';
import type { DocumentClaims } from './document-claims.js';

/** A document whose copy stands on the share, and whose row is to be marked. */
export interface Copied {
  readonly document: Document;
  readonly receipt: CopyReceipt;
  readonly action: CopyAction;
  /** With receipts. */
  readonly claims?: DocumentClaims | undefined;
}
