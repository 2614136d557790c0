import { retried as retriedInCore } from '@docmirror/core';

const sqlStates = /^(40001|40P01|55P03|57P0[1-3]|08\w{3}|53300)$/;
const names =
  /^(SQLITE_BUSY|SQLITE_LOCKED|ER_LOCK_DEADLOCK|ER_LOCK_WAIT_TIMEOUT|ER_CHECKREAD|ER_CON_COUNT_ERROR|PROTOCOL_CONNECTION_LOST|ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT|EAI_AGAIN|ENOTFOUND|EHOSTUNREACH|ENETUNREACH)/;
// Drivers that tell a lost connection or a locked file by words only.
const words =
  /connection (terminated|ended|lost)|in closed state|not queryable|server closed the connection|database (table )?is locked/i;

/** Tries again what met a deadlock, a lock, or a connection that broke; the last failure is thrown. */
export const retried = <Result>(work: () => Promise<Result>): Promise<Result> => retriedInCore(work, mayPass);

/** Deadlocks, locks and broken connections; also what a database says that is starting or going down. */
export function mayPass(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return sqlStates.test(code) || names.test(code) || words.test(error.message);
}
