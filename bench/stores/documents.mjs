import { addSyncColumns } from '@docmirror/adapter-knex';
import { connect } from './connect.mjs';

const numbers = {
  sqlite: (rows) => `with recursive series(n) as (select 1 union all select n + 1 from series where n < ${rows})`,
  postgres: (rows) => `with series(n) as (select generate_series(1, ${rows}))`,
  mysql: (rows) => `with series(n) as (select seq from seq_1_to_${rows})`,
};

/** How each database says it. */
const words = {
  sqlite: {
    path: `'2024/' || printf('%032d', n) || '.pdf'`,
    yes: '1',
    no: '0',
    now: `'2024-02-01T10:00:00.000+00:00'`,
  },
  postgres: {
    path: `'2024/' || lpad(n::text, 32, '0') || '.pdf'`,
    ...{ yes: 'true', no: 'false', now: `timestamp '2024-02-01 10:00:00'` },
  },
  mysql: {
    path: `concat('2024/', lpad(n, 32, '0'), '.pdf')`,
    yes: '1',
    no: '0',
    now: `timestamp '2024-02-01 10:00:00'`,
  },
};

/**
 * A host's table of so many documents, a hundred bytes or two each. One in `pendingEvery` is pending (1: all of them); every
 * hundredth has no file. Filled in one statement by the database itself.
 */
export async function makeDocuments(config, store, rows, pendingEvery) {
  const knex = connect(config);
  const { kind } = config;
  const { path, yes, no, now } = words[kind];
  try {
    const { table, columns, values } = await schemas[store](knex, kind);
    const pending = `n % ${pendingEvery} = 0`;
    const select = [
      ...['n', `case when n % 100 = 1 then null else ${path} end`],
      ...[`case when ${pending} then ${no} else ${yes} end`, `case when ${pending} then null else ${now} end`],
      ...values,
    ].join(', ');
    const into = knex.raw(`insert into ?? (${columns.map(() => '??').join(', ')})`, [table, ...columns]).toString();
    const series = numbers[kind](rows);
    // Not by raw with values: there, Knex takes each question mark and doubled backslash for its own.
    await knex.raw(
      kind === 'mysql'
        ? `${into} ${series} select ${select} from series`
        : `${series} ${into} select ${select} from series`,
    );
    const analyze = { sqlite: 'analyze', postgres: 'vacuum analyze ??', mysql: 'analyze table ??' }[kind];
    await knex.raw(analyze, kind === 'sqlite' ? [] : [table]);
  } finally {
    await knex.destroy();
  }
}

/** Make the tables; `columns` are those of id, path, mark and its time, and then those of `values`. */
const schemas = {
  /** With the columns and the partial index of the migration. */
  async Knex(knex, kind) {
    await knex.schema.createTable('documents', (columns) => {
      columns.integer('id').notNullable().primary();
      columns.string('type').notNullable();
      columns.string('file_path');
      columns.string('file_name').notNullable();
      columns.date('document_date');
      columns.text('note');
    });
    await addSyncColumns(knex);
    return {
      table: 'documents',
      columns: ['id', 'file_path', 'synced_to_nas', 'synced_at', 'type', 'file_name', 'document_date', 'note'],
      values: [
        `'invoice'`,
        `'Invoice of January.pdf'`,
        kind === 'postgres' ? `date '2024-01-31'` : `'2024-01-31'`,
        `'Sent by post, paid within thirty days, filed by the office.'`,
      ],
    };
  },
  /** As Prisma's own migration would make the model `Document` of the fixtures, with the plain index of the schema's fragment. */
  async Prisma(knex, kind) {
    const text = { sqlite: 'text', postgres: 'text', mysql: 'varchar(191)' }[kind];
    const time = { sqlite: 'datetime', postgres: 'timestamp(3)', mysql: 'datetime(3)' }[kind];
    const real = { sqlite: 'real', postgres: 'double precision', mysql: 'double' }[kind];
    if (kind === 'postgres') await knex.raw(`create type "Kind" as enum ('invoice', 'receipt')`);
    const type = { sqlite: 'text', postgres: '"Kind"', mysql: `enum('invoice', 'receipt')` }[kind];
    await knex.raw(
      `create table ?? (id integer not null primary key, type ${type} not null default 'invoice', ?? ${text}, ?? ${time},
       ?? ${time} not null, price ${real}, ?? integer, ?? boolean not null default false, ?? ${time})`,
      ['Document', 'filePath', 'documentDate', 'updatedAt', 'ownerId', 'syncedToNas', 'syncedAt'],
    );
    await knex.raw('create index ?? on ?? (??, id)', ['Document_syncedToNas_id_idx', 'Document', 'syncedToNas']);
    const { now } = words[kind];
    return {
      table: 'Document',
      columns: ['id', 'filePath', 'syncedToNas', 'syncedAt', 'type', 'documentDate', 'updatedAt'],
      values: [kind === 'postgres' ? `'invoice'::"Kind"` : `'invoice'`, now, now],
    };
  },
};
