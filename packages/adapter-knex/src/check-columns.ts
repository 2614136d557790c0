import { SyncError } from '@docmirror/core';
import type { StoreOptions } from './options';
import type { ColumnKind } from './sql';
import type { Table } from './table';

type Option = keyof StoreOptions['columns'];

/**
 * Refuses columns that cannot be what the options say, before anything is read or written: a mark of `'Y'` and `'N'` would
 * pass for set on one database and be overwritten with `'0'` on another.
 */
export async function checkColumns(table: Table): Promise<void> {
  const { knex, options, dialect, types } = table;
  const { synced, syncedAt } = options.columns;
  assertKind(table, 'synced', ['boolean', 'number', 'unknown'], 'boolean, or 0 and 1');
  if (!dialect.takesTime(types.get(syncedAt))) throw mismatch(table, 'syncedAt', syncedAt, 'timestamp');
  assertKind(table, 'source', ['text', 'unknown'], 'text');
  assertKind(table, 'date', ['time', 'text', ...(dialect.name === 'sqlite' ? numbers : [])], 'date');
  const strange = dialect.strangeMark(knex, synced, types.get(synced));
  if (strange === undefined) return;
  const found = await knex(options.table).select(knex.raw('1 as docmirror')).whereRaw('?', [strange]).limit(1);
  if (found.length > 0) throw mismatch(table, 'synced', synced, 'boolean, or 0 and 1');
}

/** Knex binds a Date as milliseconds there. */
const numbers: readonly ColumnKind[] = ['number', 'unknown'];

function assertKind(table: Table, option: Option, fitting: readonly ColumnKind[], wanted: string): void {
  const column = table.options.columns[option];
  if (column === undefined || column === null) return;
  if (!fitting.includes(table.dialect.kindOf(table.types.get(column)))) throw mismatch(table, option, column, wanted);
}

function mismatch({ options }: Table, option: Option, column: string, wanted: string): SyncError {
  const params = { subject: `${options.table}.${column} (${wanted})`, write: `columns: { ${option}: '…' }` };
  return new SyncError('STORE_MISMATCH', { scope: 'run', params });
}
