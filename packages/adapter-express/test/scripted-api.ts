import type { SyncApi } from '@docmirror/core';

const unscripted = () => Promise.reject(new Error('not scripted'));

/** The methods, with only those answers that a test gives. */
export function scriptedApi(answers: Partial<SyncApi> = {}): SyncApi {
  return {
    getConfig: unscripted,
    testConnection: unscripted,
    getStatus: unscripted,
    runSync: unscripted,
    syncDocument: unscripted,
    adopt: unscripted,
    plan: unscripted,
    verify: unscripted,
    getFailures: unscripted,
    restore: unscripted,
    rebuild: unscripted,
    ...answers,
  };
}
