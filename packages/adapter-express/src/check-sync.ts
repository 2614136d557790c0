import { SyncError } from '@docmirror/core';

const methods = [
  ...['getConfig', 'testConnection', 'getStatus', 'runSync', 'syncDocument', 'adopt'],
  ...['plan', 'verify', 'getFailures', 'restore'],
];

/** Refuses at construction what would fail at the first request. */
export function checkSync(sync: unknown): void {
  const missing = methods.filter((name) => typeof (sync as Record<string, unknown> | null)?.[name] !== 'function');
  if (missing.length === 0) return;
  const detail =
    `createSyncRouter: the first argument must be what createSyncEngine returns (it has no ${missing.join(', ')}). ` +
    'Write createSyncRouter(createSyncEngine({ … }), { authorize: … }).';
  throw new SyncError('OPTIONS_INVALID', { params: { detail } });
}
