import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { mountMirror } from '@docmirror/core';
import fs from 'fs-extra';
import { onTestFinished } from 'vitest';
import { scratchFolder } from '../support/scratch.js';
import { until } from '../support/wait.js';

/** A share that is mounted, on any NAS: `NAS_MOUNT=/mnt/nas npx vitest run --mode deep tests/mount`. Nothing outside a scratch folder in it is touched. */
export const nasMount = process.env.NAS_MOUNT || undefined;
/** The folder behind the share, where this machine is the server too. */
export const nasBacking = process.env.NAS_BACKING || undefined;

function hasControl(): boolean {
  return (process.env.PATH ?? '').split(':').some((folder) => fs.existsSync(join(folder, 'nas_ctl')));
}

const required = 'DOCMIRROR_REQUIRE_MOUNTS';
const noMount = nasMount === undefined ? 'NAS_MOUNT names no mounted share' : undefined;

export const needsMount = { missing: noMount, required };
export const needsBacking = {
  missing: noMount ?? (nasBacking === undefined ? 'NAS_BACKING does not name the folder behind the share' : undefined),
  required,
};
export const needsControl = {
  missing: needsBacking.missing ?? (hasControl() ? undefined : 'nas_ctl, which controls the server, is not on PATH'),
  required,
};

/** Where the tests work that any folder will do for. */
export const place = nasMount ?? tmpdir();

/** An empty folder on the share (or, without one, on the local disk), gone after the test. */
export const shareFolder = () => scratchFolder(place);

/** The same folder as the server has it; where that is not known, as the share shows it. */
export function behind(folder: string): string {
  return nasMount !== undefined && nasBacking !== undefined ? join(nasBacking, relative(nasMount, folder)) : folder;
}

/** Tells the server: `nas_ctl <words>`. */
export function nasControl(...words: string[]): void {
  execFileSync('nas_ctl', words, { stdio: 'ignore', timeout: 30_000 });
}

/**
 * After the test, gives this order unless it was given before, and waits until the share answers again: a client needs
 * a while to find its server, and other tests must not be in it.
 */
export function healAfterwards(heal: () => void): void {
  onTestFinished(async () => {
    heal();
    // In a process of its own: a call that hangs must not take the tests along.
    const mirror = mountMirror({ path: place, stallMs: 5_000 });
    await until('the share answers again', 240_000, async () => {
      try {
        return (await mirror.probe()).usable;
      } catch {
        // It does not answer yet.
        return false;
      }
    });
    await mirror.close();
  }, 250_000);
}
