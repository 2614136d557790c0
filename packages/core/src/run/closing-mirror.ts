import { SyncError } from '../errors/sync-error.js';
import type { Mirror } from '../mirror.js';

/**
 * The mirror of one engine: once closed, it stays closed. What an abandoned run still asks for would otherwise open the
 * share anew, and keep a host that is about to exit waiting for it.
 */
export function closingMirror(mirror: Mirror): Mirror {
  let closed = false;

  async function unlessClosed<Result>(call: () => Promise<Result>): Promise<Result> {
    if (closed) throw new SyncError('ENGINE_STOPPED', { scope: 'run' });
    return call();
  }

  return {
    path: mirror.path,
    ahead: mirror.ahead ?? 0,
    probe: (request) => unlessClosed(() => mirror.probe(request)),
    adopt: (request) => unlessClosed(() => mirror.adopt(request)),
    copy: (job, terms) => unlessClosed(() => mirror.copy(job, terms)),
    confirm: (request) => unlessClosed(() => mirror.confirm(request)),
    inspect: (request) => unlessClosed(() => mirror.inspect(request)),
    remove: (request) => unlessClosed(() => mirror.remove(request)),
    restore: (request) => unlessClosed(() => mirror.restore(request)),
    list: (request) => unlessClosed(() => mirror.list(request)),
    write: (request) => unlessClosed(() => mirror.write(request)),
    read: (request) => unlessClosed(() => mirror.read(request)),
    close(options) {
      closed = true;
      return mirror.close(options);
    },
  };
}
