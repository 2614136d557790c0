import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SyncError } from '../../errors/sync-error.js';

const name = 'copy-process.cjs';

/** The program of the copy process: as named, else beside this code. Throws `OPTIONS_INVALID` where it is not. */
export function locateCopyProcess(named: string | undefined): string {
  const file = named ?? besideThisCode();
  if (file !== undefined && existsSync(file)) return file;
  const detail =
    `mountMirror: the program of the copy process was not found${file === undefined ? '' : ` at ${file}`}. In a bundled host, write ` +
    `option "processPath": require.resolve('@docmirror/core/copy-process'), or copy that file beside the bundle as ${name}.`;
  throw new SyncError('OPTIONS_INVALID', { params: { detail } });
}

/** Where the build puts it. Undefined in a bundle that does not know its own place. */
function besideThisCode(): string | undefined {
  const here: string | undefined = import.meta.url;
  if (!here?.startsWith('file:')) return undefined;
  return fileURLToPath(new URL(name, here));
}
