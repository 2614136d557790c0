import assert from 'node:assert/strict';
import { mirrorAdoptTests } from './mirror-adopt-tests.js';
import { mirrorConfirmTests } from './mirror-confirm-tests.js';
import { mirrorCopyTests } from './mirror-copy-tests.js';
import {
  type MirrorBench,
  type MirrorHarness,
  type MirrorSuiteContext,
  type MirrorSuiteOptions,
  suiteFolders,
} from './mirror-harness.js';
import { mirrorInspectTests } from './mirror-inspect-tests.js';
import { mirrorListTests } from './mirror-list-tests.js';
import { mirrorNameTests } from './mirror-name-tests.js';
import { mirrorOverlapTests } from './mirror-overlap-tests.js';
import { mirrorOwnFileTests } from './mirror-own-file-tests.js';
import { mirrorPreviousTests } from './mirror-previous-tests.js';
import { mirrorProbeTests } from './mirror-probe-tests.js';
import { mirrorRefusalTests } from './mirror-refusal-tests.js';
import { mirrorRemoveTests } from './mirror-remove-tests.js';
import { mirrorRestoreTests } from './mirror-restore-tests.js';

export type { MirrorHarness, MirrorRoot, MirrorSources, MirrorSuiteOptions } from './mirror-harness.js';

/**
 * The contract of `Mirror`, sentence by sentence, for any mirror on a folder. The test functions are handed in, so any
 * runner will do; sources are written and copies are read past the mirror.
 */
export function mirrorSuite(options: MirrorSuiteOptions): void {
  const { describe, test, name, skip, rightsSkip, create } = options;
  const skipTest =
    options.skipTest ?? ((title: string, reason: string) => console.warn(`${title}: skipped, ${reason}`));

  function check(title: string, body: (harness: MirrorHarness) => Promise<void>): void {
    test(title, async () => {
      const harness = await create();
      try {
        await body(harness);
      } finally {
        await harness.mirror.close();
        await harness.close();
      }
    });
  }

  const context: MirrorSuiteContext = {
    check,
    checkAdopted: (title, body) => check(title, async (harness) => body(await adopted(harness))),
    checkRights(title, body) {
      if (rightsSkip === undefined) context.checkAdopted(title, body);
      else skipTest(title, rightsSkip);
    },
  };

  describe(`Mirror: ${name}`, () => {
    if (skip !== undefined) {
      assert.notEqual(skip, '', 'a skip needs a reason');
      skipTest(name, skip);
      return;
    }
    mirrorProbeTests(context);
    mirrorAdoptTests(context);
    mirrorCopyTests(context);
    mirrorNameTests(context);
    mirrorRefusalTests(context);
    mirrorConfirmTests(context);
    mirrorPreviousTests(context);
    mirrorInspectTests(context);
    mirrorRemoveTests(context);
    mirrorRestoreTests(context);
    mirrorOverlapTests(context);
    mirrorListTests(context);
    mirrorOwnFileTests(context);
  });
}

async function adopted(harness: MirrorHarness): Promise<MirrorBench> {
  const marker = await harness.mirror.adopt({ folders: suiteFolders });
  return {
    ...harness,
    marker,
    job: (source, otherwise) => ({
      mirrorId: marker.id,
      source,
      sourceRoots: [harness.sources.folder],
      directory: '2024/01/invoices',
      fileName: source.split('/').at(-1) ?? source,
      idTag: '7',
      ...otherwise,
    }),
    copies: async () => (await harness.root.list()).filter((path) => !path.startsWith('.docmirror/')),
  };
}
