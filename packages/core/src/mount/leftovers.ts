import { errnoName } from '../errors/errno.js';
import type { FileSystem } from './file-system.js';
import type { Folders } from './folders.js';

/** Partials that could not be removed, by the path of their folder; tried again when the share is next opened. */
export interface Leftovers {
  /** Removes a partial, or remembers it. Never throws for what the share does. */
  remove(folders: Folders, directory: string, name: string): void;
  retry(folders: Folders): void;
}

/** Bounds what is remembered; what is forgotten goes by its age, see listing.ts. */
const maxRemembered = 1_000;

export function createLeftovers(fs: FileSystem): Leftovers {
  const remembered = new Map<string, { directory: string; name: string }>();

  function remove(folders: Folders, directory: string, name: string): void {
    const id = `${directory}/${name}`;
    try {
      fs.unlinkSync(folders.find(directory).at(name));
      remembered.delete(id);
    } catch (error) {
      const errno = errnoName(error);
      if (errno === undefined) throw error;
      if (errno === 'ENOENT') remembered.delete(id);
      else if (remembered.size < maxRemembered) remembered.set(id, { directory, name });
    }
  }

  return {
    remove,
    retry(folders) {
      for (const { directory, name } of [...remembered.values()]) remove(folders, directory, name);
    },
  };
}
