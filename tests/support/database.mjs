import knex from 'knex';
import Dialect from 'knex/lib/dialects/better-sqlite3/index.js';
import libsql from 'libsql';

/** SQLite without a compiler: `libsql` has the interface of `better-sqlite3`. */
class LibsqlDialect extends Dialect {
  _driver() {
    return libsql;
  }
}

const sqlite = {
  knex: (filename) => ({
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
  }),
  no: '0',
  time: 'text',
};

const postgres = {
  knex: (url) => ({ client: 'pg', connection: url, pool: { min: 0, max: 4 } }),
  no: 'false',
  time: 'timestamptz(3)',
};

/**
 * Opens the database of a test, with its table of documents: a file of SQLite, or the URL of a PostgreSQL database and
 * schema (`schemaUrl`). Several processes may have it open.
 */
export async function openDatabase(place) {
  const dialect = place.startsWith('postgres:') ? postgres : sqlite;
  const database = knex(dialect.knex(place));
  await database.raw(
    `create table if not exists documents (
      id integer primary key, type text, file_path text, file_name text, document_date text,
      version integer not null default 1, synced_to_nas boolean not null default ${dialect.no}, synced_at ${dialect.time}
    )`,
  );
  return database;
}

/** URL of a PostgreSQL database whose tables stand in this schema. */
export function schemaUrl(url, schema) {
  const place = new URL(url);
  place.searchParams.set('options', `-c search_path=${schema}`);
  return place.href;
}

/** The columns that `knexStore` does not map by itself. */
export const columns = { fileName: 'file_name', version: 'version' };
