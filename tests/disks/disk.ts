import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import fs from 'fs-extra';
import { onTestFinished } from 'vitest';
import { scratchFolder } from '../support/scratch.js';

function mayMount(): string | undefined {
  if (process.platform !== 'linux') return 'mounting is tried on Linux only';
  if (process.getuid?.() !== 0) return 'only root may mount';
  const folder = fs.mkdtempSync('/tmp/docmirror-may-mount-');
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder]);
    return undefined;
  } catch {
    return 'this root may not mount (a container?)';
  } finally {
    fs.rmdirSync(folder);
  }
}

export const needsRoot = { missing: mayMount(), required: 'DOCMIRROR_REQUIRE_DISKS' };

/** A small disk of its own (tmpfs), mounted at a folder of this test, unmounted after it. */
export function disk(megabytes: number, folder: string = join(scratchFolder(), 'disk')): string {
  fs.mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
  onTestFinished(() => {
    if (isMountPoint(folder)) execFileSync('umount', ['-l', folder]);
  });
  return folder;
}

export function isMountPoint(folder: string): boolean {
  return fs
    .readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .some((line) => line.split(' ')[4] === folder);
}

export function remount(folder: string, how: 'ro' | 'rw'): void {
  execFileSync('mount', ['-o', `remount,${how}`, folder]);
}
