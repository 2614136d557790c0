import { SyncError } from '../errors/sync-error.js';
import type { Mirror } from '../mirror.js';

/** The mirror of a host whose mount path is not set: legal, and every use of it says so. */
export function unsetMirror(): Mirror {
  const refuse = async (): Promise<never> => {
    throw new SyncError('MIRROR_NOT_CONFIGURED', { scope: 'run' });
  };
  return {
    path: null,
    probe: async () => ({ usable: false, code: 'MIRROR_NOT_CONFIGURED', params: {} }),
    adopt: refuse,
    copy: refuse,
    confirm: refuse,
    inspect: refuse,
    remove: refuse,
    restore: refuse,
    list: refuse,
    write: refuse,
    read: refuse,
    close: async () => undefined,
  };
}
