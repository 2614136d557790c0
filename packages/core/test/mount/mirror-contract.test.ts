import * as nodeFs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { skipped } from '@docmirror/tests-shared/needs';
import { describe, test } from 'vitest';
import type { FileSystem } from '../../src/mount/file-system.js';
import { inlineMirror } from '../../src/mount/inline-mirror.js';
import { mountMirror } from '../../src/mount/mount-mirror.js';
import { createShare } from '../../src/mount/share.js';
import { mirrorSuite } from '../../src/testing/mirror-suite.js';
import { memoryFileSystem } from '../run/memory-file-system.js';
import { folderHarness, type HarnessFs } from './folder-harness.js';

const rightsSkip = process.getuid?.() === 0 ? 'root may write anywhere' : undefined;

const realFolder = () => nodeFs.mkdtempSync(join(tmpdir(), 'docmirror-mount-'));

mirrorSuite({
  describe,
  test,
  name: 'mountMirror, memfs',
  create: async () => {
    const fs = memoryFileSystem();
    fs.mkdirSync('/base');
    return folderHarness({
      fs: fs as unknown as HarnessFs,
      base: '/base',
      mirror: (path) => mountMirror({ path, fileSystem: fs as unknown as FileSystem }),
    });
  },
});

mirrorSuite({
  describe,
  test,
  name: 'mountMirror, a real folder by its path',
  rightsSkip,
  skipTest: skipped,
  create: async () =>
    folderHarness({
      fs: nodeFs,
      base: realFolder(),
      mirror: (path) => mountMirror({ path, fileSystem: nodeFs }),
    }),
});

mirrorSuite({
  describe,
  test,
  name: 'a real folder by descriptors',
  ...(!nodeFs.existsSync('/proc/self/fd') && { skip: 'this system has no /proc/self/fd' }),
  rightsSkip,
  skipTest: skipped,
  create: async () =>
    folderHarness({
      fs: nodeFs,
      base: realFolder(),
      mirror: (path) =>
        inlineMirror(path, createShare({ fs: nodeFs, path, anchored: true, readBack: true, now: Date.now })),
    }),
});
