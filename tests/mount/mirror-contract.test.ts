import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mountMirror } from '@docmirror/core';
import { type MirrorHarness, mirrorSuite } from '@docmirror/core/testing';
import { skipped } from '@docmirror/tests-shared/needs';
import { describe, test } from 'vitest';
import { folderHarness } from '../../packages/core/test/mount/folder-harness.js';
import { nasMount, place } from './mount.js';

/** The share is where it is; the sources lie on the local disk, as a host's do. */
async function create(): Promise<MirrorHarness> {
  const folder = (parent: string) => fs.mkdtempSync(join(parent, 'docmirror-tests-'));
  const onShare = folderHarness({ fs, base: folder(place), mirror: (path) => mountMirror({ path }) });
  const local = folderHarness({ fs, base: folder(tmpdir()), mirror: () => onShare.mirror });
  return {
    ...onShare,
    sources: local.sources,
    async close() {
      await onShare.close();
      await local.close();
    },
  };
}

const asRoot = process.getuid?.() === 0 ? 'root may write anywhere' : undefined;

mirrorSuite({
  describe,
  test,
  name: `mountMirror, in its process, on ${nasMount ?? 'the local disk'}`,
  rightsSkip: nasMount === undefined ? asRoot : 'a share decides about rights by itself',
  skipTest: skipped,
  create,
});
