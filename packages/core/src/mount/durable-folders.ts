import { posix } from 'node:path';
import type { Folders } from './folders.js';

/** Makes the names in a folder durable, and the folder's own, up to the root. */
export function syncUpwards(folders: Folders, directory: string): void {
  for (let at = directory; at !== '.'; at = posix.dirname(at)) folders.find(at).sync();
  folders.root.sync();
}
