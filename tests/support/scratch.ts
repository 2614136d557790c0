import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fs from 'fs-extra';
import { onTestFinished } from 'vitest';

/** A folder of this test's own on the local disk, gone after it. */
export function scratchFolder(parent: string = tmpdir()): string {
  const folder = fs.mkdtempSync(join(parent, 'docmirror-tests-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
  return folder;
}
