import type { SyncConfig, SyncStatus, TestResult } from '../http/contract.js';
import { describe, say } from '../messages/describe.js';
import type { Locale } from '../messages/locale.js';
import type { MirrorState } from '../mirror.js';
import type { GuardAnswer } from '../plan/guard.js';
import type { StoreCounts } from '../store.js';

/** States in which the path leads to no folder, or nobody can tell. */
const withoutPath = new Set([
  'MIRROR_NOT_CONFIGURED',
  'MIRROR_PATH_MISSING',
  'MIRROR_NOT_A_FOLDER',
  'MIRROR_NOT_ANSWERING',
  'COPY_PROCESS_FAILED',
  'SYSTEM_LIMIT_REACHED',
]);

export function configOf(path: string | null, state: MirrorState, answer: GuardAnswer, locale: Locale): SyncConfig {
  const test = testOf(answer, locale);
  return {
    configured: test.success,
    nas_host: test.success,
    nas_user: test.success,
    nas_path: path !== null,
    host: 'SMB Mount',
    path,
    path_exists: state.usable || !withoutPath.has(state.code),
    path_writable: state.usable,
    code: test.code,
    message: test.message,
    hint: test.hint,
  };
}

export function testOf(answer: GuardAnswer, locale: Locale): TestResult {
  if (answer.act === 'refuse') {
    return { success: false, code: answer.code, ...describe(answer.code, answer.params, locale) };
  }
  return { success: true, code: null, message: say('testPassed', {}, locale), hint: '' };
}

export function statusOf({ total, synced, pending, lastSync }: StoreCounts, usable: boolean): SyncStatus {
  return {
    total_documents: total,
    synced,
    pending,
    sync_percentage: percentage(synced, total),
    last_sync: lastSync?.toISOString() ?? null,
    nas_configured: usable,
  };
}

/** One decimal; never 100 while one is pending. */
function percentage(synced: number, total: number): number {
  if (total === 0) return 0;
  const rounded = Math.round((synced / total) * 1000) / 10;
  return synced < total ? Math.min(rounded, 99.9) : rounded;
}
