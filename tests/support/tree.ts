import { createHash } from 'node:crypto';
import { join } from 'node:path';
import fs from 'fs-extra';

export interface FileSeen {
  /** POSIX path below the folder. */
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
  /** SHA-256 of the content, hex. */
  readonly checksum: string;
}

export const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');

const ownName = /^\.docmirror-(probe-)?[0-9a-z]+-[0-9a-z]+-[0-9a-z]+(\.part)?$/;

/** Files below a folder, sorted by path, read past the library; no links are followed. Others may work in it meanwhile. */
export function filesBelow(folder: string): FileSeen[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => read(folder, join(entry.parentPath, entry.name)))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function read(folder: string, place: string): FileSeen[] {
  try {
    const { size, mtimeMs } = fs.statSync(place);
    return [{ path: place.slice(folder.length + 1), size, mtimeMs, checksum: sha256(fs.readFileSync(place)) }];
  } catch (error) {
    // Removed meanwhile.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Temporary files of docmirror: partials and what a probe writes. */
export const isTemporary = ({ path }: FileSeen) => ownName.test(path.split('/').at(-1) ?? '');

/** Copies: everything but the marker and temporary files. */
export function copiesBelow(folder: string): FileSeen[] {
  return filesBelow(folder).filter((file) => !file.path.startsWith('.docmirror/') && !isTemporary(file));
}
