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
export async function modelSqliteStore(storeId: string): Promise<ModelStore> {
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
  return modelKnexStore(knex, storeId, sqliteTriggers, async () => {
    await knex.destroy();
    await rm(folder, { recursive: true });
  });
}

let schemas = 0;

/** On a PostgreSQL server, in a schema of its own. */
export async function modelPostgresStore(url: string, storeId: string): Promise<ModelStore> {
  schemas += 1;
  const schema = `docmirror_model_${process.pid}_${schemas}`;
  const knex = createKnex({ client: 'pg', connection: url, searchPath: [schema], pool: { min: 0, max: 4 } });
  await knex.raw('create schema ??', [schema]);
  return modelKnexStore(knex, storeId, postgresTriggers, async () => {
    await knex.raw('drop schema ?? cascade', [schema]);
    await knex.destroy();
  });
}

interface Triggers {
  /** Made when the table is; `settings` has one row that says what they do. */
  readonly statements: readonly string[];
}

/** Each update that changes the mark is followed by another, as the settings say. */
const sqliteTriggers: Triggers = {
  statements: [
    `create trigger touch after update of synced_to_nas on documents when (select touching from settings)
     begin update documents set version = version + 1 where id = new.id; end`,
    `create trigger drop_mark after update of synced_to_nas on documents
     when new.synced_to_nas and (select dropping from settings)
     begin update documents set synced_to_nas = 0, synced_at = null where id = new.id; end`,
  ],
};

const postgresTriggers: Triggers = {
  statements: [
    `create function touch() returns trigger language plpgsql set search_path from current as $$ begin
       if (select touching from settings) then new.version = new.version + 1; end if;
       if new.synced_to_nas and (select dropping from settings) then
         new.synced_to_nas = false; new.synced_at = null;
       end if;
       return new;
     end $$`,
    `create trigger touch before update of synced_to_nas on documents for each row execute function touch()`,
  ],
};

async function modelKnexStore(
  knex: Knex,
  storeId: string,
  triggers: Triggers,
  close: () => Promise<void>,
): Promise<ModelStore> {
  await knex.schema.createTable('documents', (table) => {
    table.integer('id').primary();
    for (const name of ['type', 'file_path', 'file_name', 'document_date']) table.text(name);
    table.integer('version').notNullable();
    table.boolean('synced_to_nas').notNullable().defaultTo(false);
    table.text('synced_at');
  });
  await createReceiptTable(knex);
  await knex.schema.createTable('settings', (table) => {
    for (const name of ['touching', 'dropping']) table.boolean(name).notNullable().defaultTo(false);
  });
  await knex('settings').insert({ touching: false });
  for (const statement of triggers.statements) await knex.raw(statement);
  const columns = { fileName: 'file_name', version: 'version' };
  const store = knexStore(knex, { table: 'documents', columns, idType: 'integer', receipts: true, storeId });
  return {
    store,
    async put({ id, type, source, fileName, date, version }) {
      const row = { id, type, file_path: source, file_name: fileName, document_date: date, version };
      // A host that changes a row says nothing of the mark.
      await knex('documents').insert(row).onConflict('id').merge();
    },
    async setMark(id) {
      const row = await knex('documents').where({ id }).first();
      await knex('documents').where({ id }).delete();
      await knex('documents').insert({ ...row, synced_to_nas: true, synced_at: new Date().toISOString() });
    },
    remove: async (id) => void (await knex('documents').where({ id }).delete()),
    async rows() {
      const rows: { id: number; synced_to_nas: boolean | number; version: number }[] = await knex('documents')
        .orderBy('id')
        .select('id', 'synced_to_nas', 'version');
      return rows.map(({ id, synced_to_nas, version }) => ({
        id,
        synced: Boolean(synced_to_nas),
        version: String(version),
      }));
    },
    async clear() {
      await knex('documents').delete();
      await knex('docmirror_receipts').delete();
      await knex('settings').update({ touching: false, dropping: false });
    },
    touch: async (touching) => void (await knex('settings').update({ touching })),
    dropMarks: async (dropping) => void (await knex('settings').update({ dropping })),
    editKey: async (from, to) =>
      void (await knex('docmirror_receipts').where({ file_key: from }).update({ file_key: to })),
    close,
  };
}
