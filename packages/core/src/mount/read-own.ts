import type { ReadRequest } from '../mirror.js';
import { closeQuietly } from './close-quietly.js';
import { lookUp } from './existing.js';
import type { OpenShare } from './open-share.js';
import { ownPlace } from './own-file.js';
import { findFolder } from './reach-folder.js';

const newLine = 0x0a;

/** Whole lines of one of our own files, as many as the buffer takes; see `Mirror.read`. */
export function readOwn(share: OpenShare, request: ReadRequest): { text: string; bytes: number } | null {
  const { fs, tree, buffer } = share;
  const { directory, name } = ownPlace(request.name);
  tree.folders.forget(directory);
  const folder = findFolder(tree.folders, directory);
  if (folder === undefined || lookUp(fs, folder.at(name)) === undefined) {
    // Not there on the share, rather than on a bare mount point.
    share.recheck();
    return null;
  }
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = fs.constants;
  const fd = fs.openSync(folder.at(name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    share.assertOnShare(fs.fstatSync(fd, { bigint: true }).dev);
    let length = 0;
    while (length < buffer.length) {
      const read = fs.readSync(fd, buffer, length, buffer.length - length, request.offset + length);
      if (read === 0) break;
      length += read;
    }
    // A last line without its end, or one that is longer than the buffer, is none of ours; it is handed on as it is.
    const bytes = buffer.subarray(0, length).lastIndexOf(newLine) + 1 || length;
    return { text: buffer.toString('utf8', 0, bytes), bytes };
  } finally {
    closeQuietly(fs, fd);
  }
}
