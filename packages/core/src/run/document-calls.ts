import { say } from '../messages/describe.js';
import type { SyncApi } from '../sync-api.js';
import type { EngineParts } from './engine-parts.js';
import { syncOne } from './sync-one.js';

/** The methods for one document. */
export function documentCalls({ context, calls, locale, enter }: EngineParts): Pick<SyncApi, 'syncDocument'> {
  const { path: root } = context.mirror;

  return {
    syncDocument: (id, call = {}) =>
      calls.track(async () => {
        const key = await syncOne(context, enter, id, call.signal);
        const path = root === null ? key : `${root.replace(/\/+$/, '')}/${key}`;
        return { success: true, message: say('documentSynced', { path }, call.locale ?? locale), key };
      }),
  };
}
