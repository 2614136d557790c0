import * as nodeFs from 'node:fs';
import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import type { Mirror } from '../mirror.js';
import { parseOptions } from '../options.js';
import type { FileSystem } from './file-system.js';
import { inlineMirror } from './inline-mirror.js';
import { locateCopyProcess } from './process/locate.js';
import { processMirror } from './process/process-mirror.js';
import { createShare } from './share.js';
import { unsetMirror } from './unset-mirror.js';

const mountMirrorSchema = z
  .strictObject({
    path: z
      .string('write the mount path as text, or leave it undefined: not configured')
      .refine((path) => path === '' || isAbsolute(path), 'write an absolute path, such as /mnt/nas')
      .refine((path) => !path.includes('\0'), 'write a path without NUL characters')
      .nullish(),
    fileSystem: z.custom<FileSystem>((value) => typeof value === 'object' && value !== null).optional(),
    readBack: z.boolean('write true or false').default(false),
    isolation: z.enum(['process', 'inline'], "write 'process' or 'inline'").optional(),
    processPath: z
      .string('write the path of the program')
      .refine((path) => isAbsolute(path), 'write an absolute path')
      .optional(),
    stallMs: z
      .number('write milliseconds')
      .min(100, 'write at least 100')
      .max(3_600_000, 'write at most 3600000')
      .default(30_000),
  })
  .refine(({ fileSystem, isolation }) => fileSystem === undefined || isolation !== 'process', {
    path: ['isolation'],
    message: "write 'inline', or leave it out: an injected file system cannot be reached from another process",
  });

export interface MountMirrorOptions {
  /**
   * Folder where the share is mounted, absolute. Undefined, null or empty: not configured, which is legal; the API says so.
   */
  readonly path?: string | null | undefined;
  /** Where to work instead of the real file system: memfs in tests. The work is then done in this very process. */
  readonly fileSystem?: FileSystem | undefined;
  /** Reads every copy back and compares before it gets its name. Default false: that is the work of a verification. */
  readonly readBack?: boolean | undefined;
  /**
   * `process` (the default on the real file system): the work is done in a process of its own, and a share that hangs
   * never slows the host. `inline` (the only way with `fileSystem`): in this very thread, blocking it while it works.
   */
  readonly isolation?: 'process' | 'inline' | undefined;
  /** Program of the copy process, for a bundled host: `require.resolve('@docmirror/core/copy-process')`. Default: beside this code. */
  readonly processPath?: string | undefined;
  /** The share counts as hung when no file-system call of the copy process has finished for so long. Default 30,000 ms. */
  readonly stallMs?: number | undefined;
}

/** The copy process ends when nothing was asked of it for so long. */
const idleMs = 60_000;

/** The mirror on a mounted share. Throws `OPTIONS_INVALID` for wrong options; does not touch the share yet. */
export function mountMirror(options: MountMirrorOptions): Mirror {
  const { path, fileSystem, readBack, isolation, processPath, stallMs } = parseOptions(
    'mountMirror',
    mountMirrorSchema,
    options,
  );
  if (path === undefined || path === null || path === '') return unsetMirror();
  if (fileSystem === undefined && isolation !== 'inline') {
    return processMirror({ path, readBack, file: locateCopyProcess(processPath), stallMs, idleMs });
  }
  const anchored = fileSystem === undefined && existsSync('/proc/self/fd');
  return inlineMirror(path, createShare({ fs: fileSystem ?? nodeFs, path, anchored, readBack, now: Date.now }));
}
