import knex from 'knex';
import Dialect from 'knex/lib/dialects/better-sqlite3/index.js';
import libsql from 'libsql';

/** SQLite without a compiler: `libsql` has the interface of `better-sqlite3`. */
class LibsqlDialect extends Dialect {
  _driver() {
    return libsql;
  }
}

/** Opens the database of a test, with its table of documents. Several processes may have it open. */
export async function openDatabase(filename) {
  const database = knex({
    client: LibsqlDialect,
    connection: { filename },
    useNullAsDefault: true,
    pool: {
      afterCreate(connection, done) {
        connection.pragma('busy_timeout = 10000');
        connection.pragma('journal_mode = WAL');
        // The tests end processes, not the machine.
        connection.pragma('synchronous = off');
        done(null, connection);
      },
    },
  });
  await database.raw(
    `create table if not exists documents (
      id integer primary key, type text, file_path text, file_name text, document_date text,
      version integer not null default 1, synced_to_nas boolean not null default 0, synced_at text
    )`,
  );
  return database;
}

/** The columns that `knexStore` does not map by itself. */
export const columns = { fileName: 'file_name', version: 'version' };
