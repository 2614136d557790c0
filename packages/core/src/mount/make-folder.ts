import { errnoName } from '../errors/errno.js';
import type { FileSystem } from './file-system.js';

/** Makes one folder where nothing stands. Looks first: on a share, a refused mkdir costs more than a look. */
export function makeFolder(fs: FileSystem, path: string): void {
  try {
    fs.lstatSync(path, { bigint: true });
    return;
  } catch (error) {
    if (errnoName(error) !== 'ENOENT') throw error;
  }
  try {
    fs.mkdirSync(path);
  } catch (error) {
    // Another thread or instance was faster.
    if (errnoName(error) !== 'EEXIST') throw error;
  }
}
