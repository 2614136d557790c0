import type { SuiteContext } from './document-store-harness.js';
import { receiptChangeTests } from './document-store-receipt-change-tests.js';
import { receiptEditedTests } from './document-store-receipt-edited-tests.js';
import { receiptMarkTests } from './document-store-receipt-mark-tests.js';
import { receiptPageTests } from './document-store-receipt-page-tests.js';
import { receiptRaceTests } from './document-store-receipt-race-tests.js';
import { receiptWriteTests } from './document-store-receipt-write-tests.js';

/** The contract of `ReceiptStore`. */
export function receiptTests(context: SuiteContext): void {
  receiptPageTests(context);
  receiptMarkTests(context);
  receiptRaceTests(context);
  receiptChangeTests(context);
  receiptWriteTests(context);
  receiptEditedTests(context);
}
