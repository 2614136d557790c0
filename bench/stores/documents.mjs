import { addSyncColumns } from '../../packages/adapter-knex/dist/index.js';

const numbers = {
  sqlite: (rows) => `with recursive series(n) as (select 1 union all select n + 1 from series where n < ${rows})`,
  postgres: (rows) => `with series(n) as (select generate_series(1, ${rows}))`,
  mysql: (rows) => `with series(n) as (select seq from seq_1_to_${rows})`,
};

const text = { sqlite: (...parts) => parts.join(' || '), postgres: (...parts) => parts.join(' || ') };
const joined = (kind, ...parts) => (text[kind] ?? ((...all) => `concat(${all.join(', ')})`))(...parts);

/**
 * A host's table of so many documents, about 180 bytes each. One in `pendingEvery` is pending (1: all of them); every
 * hundredth has no file. Filled in one statement by the database itself.
 */
export async function makeDocuments(knex, kind, table, rows, pendingEvery) {
  await knex.schema.createTable(table, (columns) => {
    columns.integer('id').notNullable().primary();
    columns.string('type').notNullable();
    columns.string('file_path');
    columns.string('file_name').notNullable();
    columns.date('document_date');
    columns.text('note');
  });
  await addSyncColumns(knex, { table });
  const number = kind === 'postgres' ? 'n::text' : 'n';
  const padded = { sqlite: `printf('%032d', n)`, postgres: `lpad(n::text, 32, '0')`, mysql: `lpad(n, 32, '0')` }[kind];
  const yes = kind === 'postgres' ? 'true' : '1';
  const no = kind === 'postgres' ? 'false' : '0';
  const now = kind === 'sqlite' ? `strftime('%Y-%m-%dT%H:%M:%fZ', 'now')` : 'current_timestamp(3)';
  const insert = `insert into ${table} (id, type, file_path, file_name, document_date, note, synced_to_nas, synced_at)`;
  const pending = `n % ${pendingEvery} = 0`;
  const select = `select n, 'invoice', case when n % 100 = 1 then null else ${joined(kind, `'2024/'`, padded, `'.pdf'`)} end,
      ${joined(kind, `'Invoice '`, number, `'.pdf'`)}, '2024-01-31', 'Sent by post, paid within thirty days, filed by the office.',
      case when ${pending} then ${no} else ${yes} end, case when ${pending} then null else ${now} end from series`;
  const dated = kind === 'postgres' ? select.replace(`'2024-01-31'`, `date '2024-01-31'`) : select;
  await knex.raw(
    kind === 'mysql' ? `${insert} ${numbers.mysql(rows)} ${dated}` : `${numbers[kind](rows)} ${insert} ${dated}`,
  );
  const analyze = { sqlite: 'analyze', postgres: `vacuum analyze ${table}`, mysql: `analyze table ${table}` };
  await knex.raw(analyze[kind]);
}
