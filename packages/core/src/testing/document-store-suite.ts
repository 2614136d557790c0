import assert from 'node:assert/strict';
import type { DocumentStoreSuiteOptions, SuiteContext } from './document-store-harness.js';
import { idAt } from './document-store-ids.js';
import { markTests } from './document-store-mark-tests.js';
import { markTriggerTests } from './document-store-mark-trigger-tests.js';
import { pageTests } from './document-store-page-tests.js';
import { readTests } from './document-store-read-tests.js';
import { receiptTests } from './document-store-receipt-tests.js';
import { takeBackTests } from './document-store-take-back-tests.js';
import { unmarkTests } from './document-store-unmark-tests.js';

/**
 * The contract of `DocumentStore`, and of its receipts where it keeps them, sentence by sentence, for any adapter. The test functions are handed in, so any
 * runner will do; rows are written and marks are read past the store.
 */
export function documentStoreSuite(options: DocumentStoreSuiteOptions): void {
  const { describe, test, name, skip, create, idType = 'integer', versionDigits = 6 } = options;
  const skipTest =
    options.skipTest ?? ((title: string, reason: string) => console.warn(`${title}: skipped, ${reason}`));
  const context: SuiteContext = {
    idType,
    versionDigits,
    row: (n, otherwise) => ({
      id: idAt(idType, n),
      type: 'invoice',
      date: '2024-01-31',
      source: `2024/file-${n}.pdf`,
      fileName: `file-${n}.pdf`,
      version: `2024-02-01T10:11:12.${'123456'.slice(0, versionDigits)}Z`,
      synced: false,
      syncedAt: null,
      inScope: true,
      ...otherwise,
    }),
    check: (title, body) => {
      test(title, async () => {
        const harness = await create();
        try {
          await body(harness);
        } finally {
          await harness.close();
        }
      });
    },
  };

  describe(`DocumentStore: ${name}`, () => {
    if (skip !== undefined) {
      assert.notEqual(skip, '', 'a skip needs a reason');
      skipTest(name, skip);
      return;
    }
    readTests(context);
    pageTests(context);
    markTests(context);
    unmarkTests(context);
    takeBackTests(context);
    if (options.triggers ?? options.receipts) markTriggerTests(context);
    else skipTest(`${name}: marks under triggers`, 'the harness has none');
    if (options.receipts) receiptTests(context);
  });
}
