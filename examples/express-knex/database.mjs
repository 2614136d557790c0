import knex from 'knex';
import { LibsqlDialect } from './libsql-dialect.mjs';

/** Opens the database and creates the table where it is absent. The host closes it: `await database.destroy()`. */
export async function openDatabase(filename) {
  const database = knex({
    client: LibsqlDialect,
    connection: { filename },
    useNullAsDefault: true,
    pool: {
      afterCreate(connection, done) {
        // Another process (a backup, a second server) may hold the file for a moment: wait rather than fail.
        connection.pragma('busy_timeout = 5000');
        // Readers and a writer do not lock each other out.
        connection.pragma('journal_mode = WAL');
        done(null, connection);
      },
    },
  });
  await database.raw(
    `create table if not exists documents (
      id integer primary key,
      type text,
      file_path text,
      file_name text,
      document_date text,
      updated_at text,
      synced_to_nas boolean,
      synced_at text
    )`,
  );
  return database;
}
