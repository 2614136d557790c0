import type { Knex } from 'knex';

/** Runs a query inside a transaction. */
export type Run = <Result>(query: Knex.QueryBuilder) => Promise<Result>;

/** The interface of better-sqlite3, which libsql has too. */
interface SqliteConnection {
  readonly inTransaction?: boolean;
  exec(sql: string): unknown;
}

/** All of the work or none of it. On SQLite the lock is taken first, so that nothing is read that another writer changes. */
export async function inTransaction<Result>(knex: Knex, work: (run: Run) => Promise<Result>): Promise<Result> {
  const client = knex.client as Knex.Client & { dialect?: string };
  if (client.dialect === 'sqlite3') {
    const connection: SqliteConnection = await client.acquireConnection();
    try {
      // Otherwise it is the host's own transaction, or a driver of another kind (sqlite3).
      if (connection.inTransaction === false) return await immediately(connection, work);
    } finally {
      await client.releaseConnection(connection);
    }
  }
  return knex.transaction((transaction) => work(async (query) => await query.transacting(transaction)));
}

/**
 * Begun and ended by `exec`, because of libsql: a prepared statement that met a lock stays open there, and from then on
 * its connection commits nothing that it says it has written. `exec` leaves nothing open.
 */
async function immediately<Result>(connection: SqliteConnection, work: (run: Run) => Promise<Result>): Promise<Result> {
  connection.exec('begin immediate');
  try {
    const result = await work(async (query) => await query.connection(connection));
    connection.exec('commit');
    return result;
  } catch (error) {
    if (connection.inTransaction) connection.exec('rollback');
    throw error;
  }
}
