import type { Knex } from 'knex';
import { databaseName } from './database-name';
import type { ColumnTypes, Dialect } from './sql';

export const mysql: Dialect = {
  name: 'mysql',

  async columnTypes(knex, table, columns): Promise<ColumnTypes> {
    await knex(table).select(columns).whereRaw('1 = 0');
    const rows: { name: string; type: string }[] = await knex
      .select(knex.raw('column_name as ??, data_type as ??', ['name', 'type']))
      .from(knex.raw('information_schema.columns'))
      .whereRaw('table_schema = coalesce(?, database()) and table_name = ?', databaseNames(knex, table));
    const types = new Map(rows.map(({ name, type }) => [name.toLowerCase(), String(type).toLowerCase()]));
    return new Map(columns.map((column) => [column, types.get(databaseName(knex, column).toLowerCase()) ?? '']));
  },

  /** With the primary key in view, MySQL walks through the index from its start, or through the key past every marked row. */
  async pendingIndex(knex, table, synced, id) {
    const rows: { name: string; columns: string }[] = await knex
      .select(knex.raw('index_name as ??, group_concat(column_name order by seq_in_index) as ??', ['name', 'columns']))
      .from(knex.raw('information_schema.statistics'))
      .whereRaw('table_schema = coalesce(?, database()) and table_name = ?', databaseNames(knex, table))
      .groupByRaw('index_name');
    const wanted = [synced, id].map((name) => databaseName(knex, name).toLowerCase()).join();
    return rows.find(({ columns }) => `${columns.toLowerCase()},`.startsWith(`${wanted},`))?.name;
  },

  byIndex: 'force index (??)',

  idKind(type = '') {
    if (type === 'uuid') return 'uuid';
    if (/int$|^decimal$/.test(type)) return 'number';
    if (/binary$|blob$/.test(type)) return 'binary';
    return /char$|text$/.test(type) ? 'text' : 'unknown';
  },

  kindOf(type = '') {
    if (/int$|^(decimal|float|double|bit)$/.test(type)) return 'number';
    if (/char$|text$|binary$|blob$/.test(type)) return 'text';
    return /^(date|datetime|timestamp)$/.test(type) ? 'time' : 'other';
  },

  takesTime: (type = '') => /^(date|datetime|timestamp)$|char$|text$/.test(type),

  strangeMark: (knex, column) => knex.raw('(?? < 0 or ?? > 1)', [column, column]),

  id: (idType) => (idType === 'integer' || idType === 'bigint' ? 'cast(? as signed)' : '?'),

  boolean: (_, value) => (value ? '1' : '0'),

  now: (type) => (type === 'timestamp' ? 'current_timestamp(3)' : 'utc_timestamp(3)'),

  text: isoText,
  date: isoText,
  ofThose: (knex, aggregate, column, condition) =>
    knex.raw(`${aggregate}(case when ? then ? end)`, [condition, column]),
};

function isoText(knex: Knex, value: Knex.Raw, type: string | undefined): Knex.Raw {
  if (type === 'datetime') return knex.raw(`date_format(?, '%Y-%m-%dT%H:%i:%s.%f')`, [value]);
  if (type !== 'timestamp') return knex.raw('cast(? as char)', [value]);
  // A TIMESTAMP is shown in the session's zone; counted from 1970 it is UTC, the hour that comes twice a year too.
  return knex.raw(
    `date_format(timestampadd(microsecond, unix_timestamp(?) * 1000000, '1970-01-01'), '%Y-%m-%dT%H:%i:%s.%fZ')`,
    [value],
  );
}

/** Schema (null: the connection's) and table. */
function databaseNames(knex: Knex, table: string): [string | null, string] {
  const [inSchema = '', schema] = table.split('.').reverse();
  return [schema === undefined ? null : databaseName(knex, schema), databaseName(knex, inSchema)];
}
