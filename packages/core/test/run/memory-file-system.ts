import { createFsFromVolume, type IFs, Volume } from 'memfs';

/**
 * memfs, with a rename as a real file system has it. memfs counts the name that a rename replaces as still there, so the
 * folder can never be removed again: ENOTEMPTY, though nothing is in it.
 */
export function memoryFileSystem(): IFs {
  const fs = createFsFromVolume(new Volume());
  const { renameSync } = fs;
  fs.renameSync = (from, to) => {
    const isAnotherFile =
      fs.existsSync(to) && fs.lstatSync(to).isFile() && fs.lstatSync(to).ino !== fs.lstatSync(from).ino;
    if (isAnotherFile) fs.unlinkSync(to);
    renameSync(from, to);
  };
  return fs;
}
