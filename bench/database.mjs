import { addSyncColumns } from '@docmirror/adapter-knex';
import knex from 'knex';
import Dialect from 'knex/lib/dialects/better-sqlite3/index.js';
import libsql from 'libsql';

/** SQLite without a compiler, as in the README of this project. */
class Libsql extends Dialect {
  _driver() {
    return libsql;
  }
}

/** With the settings that are usual for an app; copy2.py has the same. */
export function openDatabase(filename) {
  return knex({
    client: Libsql,
    connection: { filename },
    useNullAsDefault: true,
    pool: {
      afterCreate(connection, done) {
        connection.pragma('journal_mode = WAL');
        connection.pragma('synchronous = NORMAL');
        done(null, connection);
      },
    },
  });
}

/** A table of these documents, none of them synced, with the columns and the index of the migration. */
export async function createDatabase(filename, documents) {
  const database = openDatabase(filename);
  await database.schema.createTable('documents', (table) => {
    table.integer('id').primary();
    table.text('type');
    table.text('file_path');
    table.text('document_date');
  });
  await addSyncColumns(database);
  const rows = documents.map(({ id, type, path, date }) => ({ id, type, file_path: path, document_date: date }));
  await database.transaction((transaction) => transaction.batchInsert('documents', rows, 500));
  // All in the one file, which is then copied for every run.
  await database.raw('pragma wal_checkpoint(truncate)');
  await database.destroy();
}

export async function countSynced(filename) {
  const database = openDatabase(filename);
  const [{ n }] = await database('documents').where('synced_to_nas', true).count({ n: '*' });
  await database.destroy();
  return n;
}

export async function markAllPending(filename) {
  const database = openDatabase(filename);
  await database('documents').update({ synced_to_nas: false, synced_at: null });
  await database.destroy();
}
