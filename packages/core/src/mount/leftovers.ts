import { errnoName } from '../errors/errno.js';
import type { FileSystem } from './file-system.js';
import type { Folders } from './folders.js';

/** Partials that could not be removed, by the path of their folder; tried again when the share is next opened. */
export interface Leftovers {
  /** Removes a partial, or remembers it. Never throws for what the share does. */
  remove(folders: Folders, directory: string, name: string): void;
  /** Of a share that was just opened and found to be ours. */
  retry(folders: Folders): void;
}

/** Bounds what is remembered; what is forgotten goes by its age, see listing.ts. */
const maxRemembered = 1_000;

export function createLeftovers(fs: FileSystem): Leftovers {
  const remembered = new Map<string, { directory: string; name: string }>();

  /** Name of the system error, if there was one. */
  function tryToRemove(folders: Folders, directory: string, name: string): string | undefined {
    try {
      fs.unlinkSync(folders.find(directory).at(name));
      return undefined;
    } catch (error) {
      const errno = errnoName(error);
      if (errno === undefined) throw error;
      return errno;
    }
  }

  return {
    remove(folders, directory, name) {
      let failure = tryToRemove(folders, directory, name);
      if (failure === 'ENOENT') {
        // The folder that was entered may be gone, and another stand in its place, in which somebody else made the partial.
        folders.forget(directory);
        failure = tryToRemove(folders, directory, name);
      }
      // Also where it is said not to be there: that may have been said of the bare mount point.
      const failed = failure !== undefined;
      if (failed && remembered.size < maxRemembered) remembered.set(`${directory}/${name}`, { directory, name });
    },
    retry(folders) {
      for (const [id, { directory, name }] of remembered) {
        const errno = tryToRemove(folders, directory, name);
        if (errno === undefined || errno === 'ENOENT') remembered.delete(id);
      }
    },
  };
}
