import type { RunSummary, SyncConfig, SyncStatus, TestResult } from '../http/contract.js';
import type { CallOptions, SyncApi } from '../sync-api.js';

export interface Call {
  readonly method: keyof SyncApi;
  readonly id?: unknown;
  readonly locale: CallOptions['locale'];
}

/** Answers of the specification, with the fields of ours. */
export const scripted = {
  status: {
    total_documents: 150,
    synced: 142,
    pending: 8,
    sync_percentage: 94.7,
    last_sync: '2024-01-15T14:30:00Z',
    nas_configured: true,
  } satisfies SyncStatus,
  config: {
    configured: true,
    nas_host: true,
    nas_user: true,
    nas_path: true,
    host: 'SMB Mount',
    path: '/app/nas_backup',
    path_exists: true,
    path_writable: true,
    code: null,
    message: 'NAS mount accessible for read/write',
    hint: '',
  } satisfies SyncConfig,
  test: { success: true, message: 'NAS mount accessible for read/write', code: null, hint: '' } satisfies TestResult,
  summary: {
    total: 8,
    synced: 7,
    failed: 1,
    errors: ['Document 42: Source file not found'],
    failures: [{ document_id: '42', code: 'SOURCE_NOT_FOUND' }],
    warnings: [],
  } satisfies RunSummary,
  document: {
    success: true as const,
    message: 'Synchronized to /app/nas_backup/2024/01/invoices/abc.pdf',
    key: '2024/01/invoices/abc.pdf',
  },
  adopted: {
    success: true as const,
    message: 'Share adopted. Every document is pending; run the synchronization.',
  },
};

/** A `SyncApi` that answers what it was told to, for outcomes that are hard to bring about. `calls` says what reached it. */
export function scriptedSync(overrides: Partial<SyncApi> = {}): { readonly sync: SyncApi; readonly calls: Call[] } {
  const calls: Call[] = [];
  const note = <T>(method: keyof SyncApi, answer: T) => {
    return async (options?: CallOptions): Promise<T> => {
      calls.push({ method, locale: options?.locale });
      return answer;
    };
  };
  const sync: SyncApi = {
    getConfig: note('getConfig', scripted.config),
    testConnection: note('testConnection', scripted.test),
    getStatus: note('getStatus', scripted.status),
    runSync: note('runSync', scripted.summary),
    syncDocument: async (id, options) => {
      calls.push({ method: 'syncDocument', id, locale: options?.locale });
      return scripted.document;
    },
    adopt: note('adopt', scripted.adopted),
    ...overrides,
  };
  return { sync, calls };
}
