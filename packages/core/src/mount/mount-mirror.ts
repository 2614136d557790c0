import * as nodeFs from 'node:fs';
import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import type { Mirror } from '../mirror.js';
import { parseOptions } from '../options.js';
import type { FileSystem } from './file-system.js';
import { inlineMirror } from './inline-mirror.js';
import { createShare } from './share.js';
import { unsetMirror } from './unset-mirror.js';

const mountMirrorSchema = z.strictObject({
  path: z
    .string('write the mount path as text, or leave it undefined: not configured')
    .refine((path) => path === '' || isAbsolute(path), 'write an absolute path, such as /mnt/nas')
    .refine((path) => !path.includes('\0'), 'write a path without NUL characters')
    .nullish(),
  fileSystem: z.custom<FileSystem>((value) => typeof value === 'object' && value !== null).optional(),
  readBack: z.boolean('write true or false').default(false),
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
}

/** The mirror on a mounted share. Throws `OPTIONS_INVALID` for wrong options; does not touch the share yet. */
export function mountMirror(options: MountMirrorOptions): Mirror {
  const { path, fileSystem, readBack } = parseOptions('mountMirror', mountMirrorSchema, options);
  if (path === undefined || path === null || path === '') return unsetMirror();
  const fs = fileSystem ?? nodeFs;
  const anchored = fileSystem === undefined && existsSync('/proc/self/fd');
  return inlineMirror(path, createShare({ fs, path, anchored, readBack, now: Date.now }));
}
