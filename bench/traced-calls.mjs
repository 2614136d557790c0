import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { output } from './command.mjs';
import { newPlace, removePlace, requireCopies } from './place.mjs';

/** Moves bytes, asks nothing of the file system, or only has the folder's name among its words. */
const free =
  /^(p?readv?2?|p?writev?2?|pread64|pwrite64|sendfile|splice|copy_file_range|fadvise64|lseek|fcntl|ioctl|mmap|execve|dup\d?|epoll_ctl|poll)$/;

/**
 * One run under strace, which is not timed. Counts the system calls that name something below the target, by path or by
 * descriptor, apart from those that move bytes. A path by way of `/proc/self/fd/7` counts for what descriptor 7 is.
 */
export async function tracedCalls({ work, target, data, peer }) {
  const place = newPlace(work, target, data);
  const trace = join(work, `${peer.name}.trace`);
  try {
    await output('strace', ['-f', '-y', '-s', '4096', '-e', 'trace=%file,%desc', '-o', trace, ...peer.command(place)]);
    await requireCopies(place, peer);
    const byName = await countCalls(trace, place.folder);
    const all = Object.values(byName).reduce((sum, n) => sum + n, 0);
    return { part: 'calls', peer: peer.name, calls: { all, byName }, counted: 'system calls' };
  } finally {
    await rm(trace, { force: true });
    await removePlace(place);
  }
}

async function countCalls(trace, folder) {
  const byName = {};
  const isBelow = (path) => path === folder || path.startsWith(`${folder}/`);
  /** What descriptors are, as last seen. Processes are not told apart: those that go by descriptor are threads of one. */
  const descriptors = new Map();
  for await (const line of createInterface({ input: createReadStream(trace) })) {
    const name = /^\d+ +(\w+)\(/.exec(line)?.[1];
    for (const [, number, path] of line.matchAll(/\b(\d+)<(\/[^>]*)>/g)) descriptors.set(number, path);
    if (name === undefined || free.test(name)) continue;
    // What a descriptor is called asks /proc, not the share.
    if (/"\/proc\/self\/fd\/\d+"/.test(line)) continue;
    const strings = [...line.matchAll(/"(\/[^"]*)"/g)].map(([, path]) => path);
    const paths = strings.map((path) => descriptors.get(/^\/proc\/self\/fd\/(\d+)/.exec(path)?.[1]) ?? path);
    // A directory before an absolute path is not looked at.
    const opened = [...line.split(') = ')[0].matchAll(/\b(?:\d+|AT_FDCWD)<(\/[^>]*)>(?!, "\/)/g)].map(
      ([, path]) => path,
    );
    const touched = [...paths, ...opened];
    if (touched.some(isBelow)) byName[name] = (byName[name] ?? 0) + 1;
  }
  return byName;
}
