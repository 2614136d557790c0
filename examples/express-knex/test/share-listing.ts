import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

export interface ListedFile {
  readonly sha256: string;
  readonly mtimeMs: number;
}

/** Every file below a folder, hidden ones too, by POSIX path. Knows nothing of docmirror. */
export async function listFiles(root: string): Promise<Map<string, ListedFile>> {
  const files = new Map<string, ListedFile>();
  for (const entry of await readdir(root, { withFileTypes: true, recursive: true })) {
    if (entry.isDirectory()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const { mtimeMs } = await stat(file);
    const key = path.relative(root, file).split(path.sep).join('/');
    files.set(key, { sha256: sha256(await readFile(file)), mtimeMs });
  }
  return files;
}

export function sha256(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex');
}
