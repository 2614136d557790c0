import type { ReceiptStore } from '../receipt-store.js';
import type { OwnShare } from './own-share.js';
import type { Warning } from './report.js';
import type { RunContext } from './run.js';

/** What putting the share in order after a run needs. */
export interface TidyTerms {
  readonly context: RunContext;
  readonly receipts: ReceiptStore;
  readonly share: OwnShare;
  /** Once it is aborted, nothing more is begun. */
  readonly signal: AbortSignal;
  readonly warn: (warning: Warning) => void;
}
