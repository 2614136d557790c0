import { SyncError } from '../errors/sync-error.js';
import type { Mirror } from '../mirror.js';

/** The engines that have used a mirror and were not stopped since. */
const usersOf = new WeakMap<Mirror, Set<object>>();

/**
 * The mirror of one engine: once closed, it stays closed for this engine. What an abandoned run still asks for would
 * otherwise open the share anew, and keep a host that is about to exit waiting for it. Where several engines share the
 * mirror, the last of them to stop closes it, so that none ends another's run.
 */
export function closingMirror(mirror: Mirror): Mirror {
  const users = usersOf.get(mirror) ?? new Set();
  usersOf.set(mirror, users);
  const user = {};
  let closed = false;

  async function unlessClosed<Result>(call: () => Promise<Result>): Promise<Result> {
    if (closed) throw new SyncError('ENGINE_STOPPED', { scope: 'run' });
    users.add(user);
    return call();
  }

  return {
    path: mirror.path,
    ahead: mirror.ahead ?? 0,
    probe: () => unlessClosed(() => mirror.probe()),
    adopt: (request) => unlessClosed(() => mirror.adopt(request)),
    copy: (job, terms) => unlessClosed(() => mirror.copy(job, terms)),
    confirm: (request) => unlessClosed(() => mirror.confirm(request)),
    inspect: (request) => unlessClosed(() => mirror.inspect(request)),
    remove: (request) => unlessClosed(() => mirror.remove(request)),
    restore: (request) => unlessClosed(() => mirror.restore(request)),
    list: (request) => unlessClosed(() => mirror.list(request)),
    write: (request) => unlessClosed(() => mirror.write(request)),
    read: (request) => unlessClosed(() => mirror.read(request)),
    async close(options) {
      closed = true;
      users.delete(user);
      if (users.size === 0) await mirror.close(options);
    },
  };
}
