import { type DocumentStore, longestIdWithReceipts, parseDocumentId, parseOptions } from '@docmirror/core';
import type { Knex } from 'knex';
import { checkColumns } from './check-columns';
import { dialectOf } from './dialect';
import { explainFailure } from './explain-failure';
import { markDocuments, takeBackDocuments, unmarkAllDocuments, unmarkDocuments } from './mark';
import { checkKnex, identityOf, type KnexStoreOptions, receiptTableOf, storeOptions } from './options';
import { countDocuments, documentPage, findDocument, lastPendingId, pendingPage } from './read';
import { checkIdType } from './read-id';
import { receiptStore } from './receipt-store';
import { retried } from './retry';
import { type Table, tableOf } from './table';

/**
 * Documents and their marks in a table that the host reaches through Knex: SQLite (better-sqlite3, libsql, sqlite3),
 * PostgreSQL, MySQL or MariaDB. Opens, closes and configures no connection.
 *
 * Throws `OPTIONS_INVALID` at construction. Methods reject with `STORE_MISMATCH` when the table is not as the options
 * say (it names the column and what to write), and with the driver's own error when the database fails. What
 * meets a lock, a deadlock or a broken connection is tried four times in all, within about a second.
 */
export function knexStore(knex: Knex, options: KnexStoreOptions = {}): DocumentStore {
  checkKnex('knexStore', knex);
  const resolved = parseOptions('knexStore', storeOptions, options);
  const dialect = dialectOf('knexStore', knex);

  const receipts = receiptTableOf(resolved);
  let described: Promise<Table> | undefined;
  const describe = async () => {
    const { table, columns } = resolved;
    const names = [...new Set(Object.values(columns).filter((name) => typeof name === 'string'))];
    const types = await dialect.columnTypes(knex, table, names, columns.id);
    const pendingIndex = await dialect.pendingIndex?.(knex, table, columns.synced, columns.id);
    const described = tableOf(knex, resolved, dialect, { types, pendingIndex });
    checkIdType(described);
    await checkColumns(described);
    // Prepared by the database like every query of ours, and finds nothing: what `where` names must be there.
    await described.scoped().select(columns.id).whereRaw('1 = 0');
    return described;
  };
  const withTable = async <Result>(work: (table: Table) => Promise<Result>): Promise<Result> => {
    try {
      described ??= retried(describe);
      return await work(await described);
    } catch (error) {
      // The host may create or alter the table before the next call.
      described = undefined;
      throw await explainFailure(knex, resolved, error);
    }
  };

  const read = <Result>(work: (table: Table) => Promise<Result>) => withTable((table) => retried(() => work(table)));

  return {
    identity: identityOf(resolved),
    parseId: (text) =>
      parseDocumentId(resolved.idType, text, receipts === undefined ? undefined : longestIdWithReceipts),
    find: (id) => read((table) => findDocument(table, id)),
    counts: () => read(countDocuments),
    lastPendingId: () => read(lastPendingId),
    pendingPage: (query) => read((table) => pendingPage(table, query)),
    mark: (documents) => withTable((table) => markDocuments(table, documents)),
    unmark: (ids) => withTable((table) => unmarkDocuments(table, ids)),
    takeBack: (documents) => withTable((table) => takeBackDocuments(table, documents)),
    page: (query) => read((table) => documentPage(table, query)),
    unmarkAll: () => withTable(unmarkAllDocuments),
    ...(receipts !== undefined && {
      receipts: receiptStore((work) => withTable((documents) => work({ name: receipts, documents }))),
    }),
  };
}
