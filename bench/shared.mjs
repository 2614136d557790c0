import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = fileURLToPath(new URL('..', import.meta.url));

const folder = process.env.DOCMIRROR_SHARED ?? join(root, '../shared');

/** Path of a tool in the folder `shared`; undefined where it is not. */
export function sharedTool(name) {
  const path = resolve(folder, 'tools', name);
  return existsSync(path) ? path : undefined;
}
