import { isSyncError, SyncError } from '@docmirror/core';
import type { Knex } from 'knex';
import { receiptTableOf, type StoreOptions } from './options';
import { receiptColumns } from './receipt-migration';
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
    if (!(await works(() => knex.select(knex.raw('1 as docmirror'))))) return undefined;
    if (!(await works(() => knex(table).select(knex.raw('1 as docmirror')).limit(1)))) {
      return { subject: table, write: `table: '…'` };
    }
    for (const [name, column] of Object.entries(options.columns)) {
      if (typeof column === 'string' && !(await works(() => knex(table).select(column).limit(1)))) {
        return { subject: `${table}.${column}`, write: `columns: { ${name}: '…' }` };
      }
    }
    return (await whereMismatch(knex, options)) ?? (await receiptMismatch(knex, options));
  };
  const params = await mismatch();
  return params ? new SyncError('STORE_MISMATCH', { scope: 'run', params, cause }) : cause;
}

type Mismatch = Readonly<Record<'subject' | 'write', string>>;

/** Names the column where `where` is an object; what a function asks for, only the function knows. */
async function whereMismatch(knex: Knex, { table, where }: StoreOptions): Promise<Mismatch | undefined> {
  if (where === undefined) return undefined;
  const asked = (scope: typeof where) =>
    works(async () => await knex(table).where(scope).select(knex.raw('1 as docmirror')).limit(1));
  if (await asked(where)) return undefined;
  for (const [column, value] of typeof where === 'function' ? [] : Object.entries(where)) {
    if (!(await asked({ [column]: value }))) return { subject: `${table}.${column}`, write: `where: { ${column}: … }` };
  }
  return { subject: `${table} (where)`, write: 'where: …' };
}

async function receiptMismatch(knex: Knex, options: StoreOptions): Promise<Mismatch | undefined> {
  const receipts = receiptTableOf(options);
  if (receipts === undefined) return undefined;
  const write = `receipts: { table: '…' }`;
  if (!(await works(() => knex(receipts).select(knex.raw('1 as docmirror')).limit(1))))
    return { subject: receipts, write };
  for (const { name } of receiptColumns) {
    if (!(await works(() => knex(receipts).select(name).limit(1)))) return { subject: `${receipts}.${name}`, write };
  }
  return undefined;
}

/** @param query may throw: a function of the host's is part of some. */
async function works(query: () => PromiseLike<unknown>): Promise<boolean> {
  try {
    await query();
    return true;
  } catch (error) {
    return mayPass(error);
  }
}
