import type {
  FailurePage,
  PlanPage,
  RebuildSummary,
  RestoreResult,
  RunSummary,
  SyncConfig,
  SyncStatus,
  TestResult,
  VerifyReport,
} from '../http/contract.js';
import type { CallOptions, SyncApi } from '../sync-api.js';

/** Options other than the language are there only where they were given. */
export interface Call extends Readonly<Record<string, unknown>> {
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
  plan: {
    entries: [
      { document_id: '7', action: 'move', key: '2024/02/invoices/abc.pdf', from: '2024/01/invoices/abc.pdf' },
      {
        document_id: '42',
        action: 'conflict',
        key: null,
        code: 'SOURCE_NOT_FOUND',
        message: 'Source file not found',
      },
    ],
    cursor: '42',
  } satisfies PlanPage,
  verified: {
    checked: 142,
    missing: 0,
    changed: 1,
    foreign: 1,
    unreadable: 0,
    temporary: 0,
    repaired: 1,
    findings: [
      { kind: 'changed', document_id: '7', key: '2024/01/invoices/abc.pdf', repaired: true },
      { kind: 'foreign', document_id: null, key: '2024/01/invoices/scan.pdf', repaired: false },
    ],
    cursor: 'files:2024/01/invoices/scan.pdf',
  } satisfies VerifyReport,
  failures: {
    failures: [
      {
        document_id: '42',
        code: 'SOURCE_NOT_FOUND',
        message: 'Source file not found',
        attempts: 3,
        next_attempt_at: '2024-01-15T14:32:00Z',
      },
    ],
    cursor: null,
  } satisfies FailurePage,
  restored: {
    success: true,
    message: 'Restored from 2024/01/invoices/abc.pdf',
    key: '2024/01/invoices/abc.pdf',
    outcome: 'restored',
  } satisfies RestoreResult,
  rebuilt: { total: 142, marked: 140, pending: 2, unknown: 1 } satisfies RebuildSummary,
  adopted: {
    success: true as const,
    message: 'Share adopted. Every document is pending; run the synchronization.',
  },
};

/** A `SyncApi` that answers what it was told to, for outcomes that are hard to bring about. `calls` says what reached it. */
export function scriptedSync(overrides: Partial<SyncApi> = {}): { readonly sync: SyncApi; readonly calls: Call[] } {
  const calls: Call[] = [];
  const push = (method: keyof SyncApi, { signal: _, locale, ...options }: CallOptions = {}, id?: unknown) => {
    const given = Object.fromEntries(Object.entries({ id, ...options }).filter(([, value]) => value !== undefined));
    calls.push({ method, ...given, locale });
  };
  const note = <T>(method: keyof SyncApi, answer: T) => {
    return async (options?: CallOptions): Promise<T> => {
      push(method, options);
      return answer;
    };
  };
  const noteOne = <T>(method: keyof SyncApi, answer: T) => {
    return async (id: unknown, options?: CallOptions): Promise<T> => {
      push(method, options, id);
      return answer;
    };
  };
  const sync: SyncApi = {
    getConfig: note('getConfig', scripted.config),
    testConnection: note('testConnection', scripted.test),
    getStatus: note('getStatus', scripted.status),
    runSync: note('runSync', scripted.summary),
    syncDocument: noteOne('syncDocument', scripted.document),
    plan: note('plan', scripted.plan),
    verify: note('verify', scripted.verified),
    getFailures: note('getFailures', scripted.failures),
    restore: noteOne('restore', scripted.restored),
    rebuild: note('rebuild', scripted.rebuilt),
    adopt: note('adopt', scripted.adopted),
    ...overrides,
  };
  return { sync, calls };
}
