import { errnoName } from '../errors/errno.js';
import type { FileSystem } from './file-system.js';

/** Makes one folder where nothing stands; true where it did. Looks first: on a share, a refused mkdir costs more than a look. */
export function makeFolder(fs: FileSystem, path: string): boolean {
  try {
    fs.lstatSync(path, { bigint: true });
    return false;
  } catch (error) {
    if (errnoName(error) !== 'ENOENT') throw error;
  }
  try {
    fs.mkdirSync(path);
    return true;
  } catch (error) {
    // Another thread or instance was faster.
    if (errnoName(error) !== 'EEXIST') throw error;
    return false;
  }
}
