import { isSyncError, SyncError } from '@docmirror/core';
import type { Knex } from 'knex';
import { receiptTableOf, type StoreOptions } from './options';
import { mayPass } from './retry';

/**
 * Puts a failed query into words where the options are to blame: names the table or column that cannot be read, and
 * what to write. The driver's error stays in `cause`, for it may tell hosts and values. Any other error is returned as
 * it is; the engine reports it to the host and says `STORE_FAILED` to everyone else.
 */
export async function explainFailure(knex: Knex, options: StoreOptions, cause: unknown): Promise<unknown> {
  // A database that comes and goes would have the options blamed for what it does.
  if (isSyncError(cause) || mayPass(cause)) return cause;
  const mismatch = async () => {
    const { table } = options;
    // When the database does not answer at all, it is not the options.
    if (!(await works(knex.select(knex.raw('1 as docmirror'))))) return undefined;
    if (!(await works(knex(table).select(knex.raw('1 as docmirror')).limit(1)))) {
      return { subject: table, write: `table: '…'` };
    }
    for (const [name, column] of Object.entries(options.columns)) {
      if (typeof column === 'string' && !(await works(knex(table).select(column).limit(1)))) {
        return { subject: `${table}.${column}`, write: `columns: { ${name}: '…' }` };
      }
    }
    const receipts = receiptTableOf(options);
    if (receipts !== undefined && !(await works(knex(receipts).select('claim').limit(1)))) {
      return { subject: receipts, write: `receipts: { table: '…' }` };
    }
    return undefined;
  };
  const params = await mismatch();
  return params ? new SyncError('STORE_MISMATCH', { scope: 'run', params, cause }) : cause;
}

async function works(query: Knex.QueryBuilder): Promise<boolean> {
  return Promise.resolve(query).then(
    () => true,
    (error: unknown) => mayPass(error),
  );
}
