import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { createReceiptTable, knexStore } from '../../packages/adapter-knex/src/index.js';
import { sqliteClient } from '../../packages/adapter-knex/test/libsql-client.js';
import type { ModelStore } from './stores.js';

const require = createRequire(import.meta.url);
const createKnex: (config: Knex.Config) => Knex = require('knex');

/** On a file of SQLite. */
export async function modelSqliteStore(): Promise<ModelStore> {
  const folder = await mkdtemp(join(tmpdir(), 'docmirror-model-'));
  const knex = createKnex({
    client: sqliteClient('knex', 'libsql'),
    connection: { filename: join(folder, 'app.sqlite') },
    useNullAsDefault: true,
    pool: {
      min: 1,
      max: 1,
      // The model ends processes, not the machine.
      afterCreate(connection: { pragma(text: string): unknown }, done: () => void) {
        connection.pragma('synchronous = off');
        connection.pragma('journal_mode = memory');
        done();
      },
    },
  });
  return modelKnexStore(knex, async () => {
    await knex.destroy();
    await rm(folder, { recursive: true });
  });
}

/** On a PostgreSQL server, in a schema of its own. */
export async function modelPostgresStore(url: string): Promise<ModelStore> {
  const schema = `docmirror_model_${process.pid}`;
  const knex = createKnex({ client: 'pg', connection: url, searchPath: [schema], pool: { min: 0, max: 4 } });
  await knex.raw('create schema ??', [schema]);
  return modelKnexStore(knex, async () => {
    await knex.raw('drop schema ?? cascade', [schema]);
    await knex.destroy();
  });
}

async function modelKnexStore(knex: Knex, close: () => Promise<void>): Promise<ModelStore> {
  await knex.schema.createTable('documents', (table) => {
    table.integer('id').primary();
    for (const name of ['type', 'file_path', 'file_name', 'document_date']) table.text(name);
    table.integer('version').notNullable();
    table.boolean('synced_to_nas').notNullable().defaultTo(false);
    table.text('synced_at');
  });
  await createReceiptTable(knex);
  const columns = { fileName: 'file_name', version: 'version' };
  const store = knexStore(knex, { table: 'documents', columns, idType: 'integer', receipts: true });
  return {
    store,
    async put({ id, type, source, fileName, date, version }) {
      const row = { id, type, file_path: source, file_name: fileName, document_date: date, version };
      // A host that changes a row says nothing of the mark.
      await knex('documents').insert(row).onConflict('id').merge();
    },
    remove: async (id) => void (await knex('documents').where({ id }).delete()),
    async marked() {
      const rows: { id: number }[] = await knex('documents').where('synced_to_nas', true).orderBy('id').select('id');
      return rows.map(({ id }) => id);
    },
    async clear() {
      await knex('documents').delete();
      await knex('docmirror_receipts').delete();
    },
    close,
  };
}
