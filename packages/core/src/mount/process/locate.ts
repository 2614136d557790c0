import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SyncError } from '../../errors/sync-error.js';

/** The build puts the program beside the code that starts it. */
const beside = new URL('./copy-process.cjs', import.meta.url);

/** The program of the copy process: as named, else beside this code. Throws `OPTIONS_INVALID` where it is not. */
export function locateCopyProcess(named: string | undefined): string {
  const file = named ?? (beside.protocol === 'file:' ? fileURLToPath(beside) : beside.pathname);
  if (existsSync(file)) return file;
  const detail =
    `mountMirror: the program of the copy process was not found at ${file}. In a bundled host, write ` +
    'option "processPath": require.resolve(\'@docmirror/core/copy-process\'), or copy that file beside the bundle.';
  throw new SyncError('OPTIONS_INVALID', { params: { detail } });
}
