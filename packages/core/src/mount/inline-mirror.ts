import { setImmediate } from 'node:timers/promises';
import type { Mirror } from '../mirror.js';
import type { Share } from './share.js';

/** After so long without a call the share is let go, so that it can be unmounted. */
const idleMs = 2_000;

/**
 * Does the work in this very thread, one call after another, letting the event loop turn before each: for injected
 * file systems and for tests. A call that hangs hangs the host, so on a real share the work is done elsewhere.
 */
export function inlineMirror(path: string, share: Share): Mirror {
  let idle: NodeJS.Timeout | undefined;

  async function turn<Result>(call: () => Result): Promise<Result> {
    await setImmediate();
    clearTimeout(idle);
    try {
      return call();
    } finally {
      idle = setTimeout(() => share.release(), idleMs).unref();
    }
  }

  return {
    path,
    probe: (request) => turn(() => share.probe(request)),
    adopt: (request) => turn(() => share.adopt(request)),
    copy: (job) => turn(() => share.copy(job)),
    confirm: ({ mirrorId, keys }) => turn(() => share.confirm(mirrorId, keys)),
    inspect: (request) => turn(() => share.inspect(request)),
    remove: (request) => turn(() => share.remove(request)),
    restore: (request) => turn(() => share.restore(request)),
    list: (request) => turn(() => share.list(request)),
    write: (request) => turn(() => share.write(request)),
    read: (request) => turn(() => share.read(request)),
    close: () => turn(() => share.release()).finally(() => clearTimeout(idle)),
  };
}
