import { SyncError } from '../errors/sync-error.js';
import type { Mirror } from '../mirror.js';
import { createPatience } from './patience.js';

/** The engines that have used a mirror and were not stopped since. */
const usersOf = new WeakMap<Mirror, Set<object>>();

/**
 * The mirror of one engine: once closed, it stays closed for this engine. What an abandoned run still asks for would
 * otherwise open the share anew, and keep a host that is about to exit waiting for it. Where several engines share the
 * mirror, the last of them to stop closes it, so that none ends another's run.
 *
 * @param retry for calls that a shortage of the system came in the way of.
 */
export function closingMirror(mirror: Mirror, retry: { readonly attempts: number; readonly baseMs: number }): Mirror {
  const users = usersOf.get(mirror) ?? new Set();
  usersOf.set(mirror, users);
  const user = {};
  const patience = createPatience(retry);
  let closed = false;

  function unlessClosed<Result>(call: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    return patience.call(async () => {
      if (closed) throw new SyncError('ENGINE_STOPPED', { scope: 'run' });
      users.add(user);
      return call();
    }, signal);
  }

  return {
    path: mirror.path,
    ahead: mirror.ahead ?? 0,
    probe: (request) => unlessClosed(() => mirror.probe(request)),
    adopt: (request) => unlessClosed(() => mirror.adopt(request)),
    copy: (job, terms) => unlessClosed(() => mirror.copy(job, terms), terms?.signal),
    confirm: (request) => unlessClosed(() => mirror.confirm(request)),
    inspect: (request) => unlessClosed(() => mirror.inspect(request)),
    remove: (request) => unlessClosed(() => mirror.remove(request)),
    restore: (request) => unlessClosed(() => mirror.restore(request)),
    list: (request) => unlessClosed(() => mirror.list(request)),
    write: (request) => unlessClosed(() => mirror.write(request)),
    read: (request) => unlessClosed(() => mirror.read(request)),
    async close(options) {
      closed = true;
      patience.close();
      users.delete(user);
      if (users.size === 0) await mirror.close(options);
    },
  };
}
