import { isInside } from '../plan/is-inside.js';
import { sourceError } from './classify.js';
import type { FileSystem } from './file-system.js';

/** Where source roots really lie, remembered. */
export interface RealRoots {
  /** Whether this real path is inside this root. */
  contain(root: string, path: string): boolean;
}

export function createRealRoots(fs: FileSystem): RealRoots {
  const known = new Map<string, string>();
  return {
    contain(root, path) {
      const before = known.get(root);
      if (before !== undefined && isInside(before, path)) return true;
      // A link on the way to the root may lead elsewhere by now.
      const now = realPath(fs, root);
      known.set(root, now);
      return isInside(now, path);
    },
  };
}

function realPath(fs: FileSystem, root: string): string {
  try {
    return fs.realpathSync(root);
  } catch (error) {
    throw sourceError(error);
  }
}
