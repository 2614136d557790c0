import type { Knex } from 'knex';

/** The interface of better-sqlite3, which libsql has too. */
interface Connection {
  readonly inTransaction: boolean;
  exec(sql: string): unknown;
}

/**
 * Runs one statement that writes, with the lock taken before and the commit made after it by `exec`. Not left to the
 * statement, because of libsql: a prepared statement that met a lock stays open there, and from then on its connection
 * commits nothing that it says it has written. `exec` leaves nothing open.
 */
export async function writeOnSqlite<Result>(knex: Knex, query: Knex.QueryBuilder): Promise<Result> {
  const { client } = knex;
  const connection: Connection = await client.acquireConnection();
  try {
    // The host's own transaction, or a driver of another kind (sqlite3).
    if (connection.inTransaction !== false) return await query.connection(connection);
    connection.exec('begin immediate');
    try {
      const result: Result = await query.connection(connection);
      connection.exec('commit');
      return result;
    } catch (error) {
      if (connection.inTransaction) connection.exec('rollback');
      throw error;
    }
  } finally {
    await client.releaseConnection(connection);
  }
}
