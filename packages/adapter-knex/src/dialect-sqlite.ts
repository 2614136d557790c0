import type { Knex } from 'knex';
import { databaseName } from './database-name';
import { type Dialect, filtered } from './sql';

/** SQLite has types of values, not of columns: what Knex binds for a Date (milliseconds since 1970) is a number there. */
export const sqlite: Dialect = {
  name: 'sqlite',

  async columnTypes(knex, table, columns, id) {
    await knex(table).select(columns).whereRaw('1 = 0');
    const [inSchema = '', schema = 'main'] = table.split('.').reverse();
    const named = (name: string) => databaseName(knex, name);
    const declared: { name: string; type: string }[] = await knex
      .select(knex.raw('name as ??, lower(type) as ??', ['name', 'type']))
      .from(knex.raw('pragma_table_info(?, ?)', [named(inSchema), named(schema)]));
    const types = new Map(declared.map(({ name, type }) => [name.toLowerCase(), type]));
    const [row] = await knex(table)
      .select(knex.raw('typeof(??) as ??', [id, 'kind']))
      .limit(1);
    return new Map([
      ...columns.map((column) => [column, types.get(named(column).toLowerCase()) ?? ''] as const),
      [id, String(row?.kind ?? '')],
    ]);
  },

  async pendingIndex(knex, table, synced, id) {
    const [inSchema = '', schema = 'main'] = table.split('.').reverse();
    const named = (name: string) => databaseName(knex, name);
    const wanted = [synced, id].map((name) => named(name).toLowerCase()).join();
    const rows: { name: string; columns: string }[] = await knex
      .select(knex.raw('made.name as ??, group_concat(lower(held.name)) as ??', ['name', 'columns']))
      .from(
        knex.raw('pragma_index_list(?, ?) as made, pragma_index_info(made.name, ?) as held', [
          ...[named(inSchema), named(schema), named(schema)],
        ]),
      )
      .groupByRaw('made.name');
    for (const { name } of rows.filter(({ columns }) => `${columns},`.startsWith(`${wanted},`))) {
      if (await serves(knex, table, name, synced)) return name;
    }
    return undefined;
  },

  byIndex: 'indexed by ??',

  idKind(type = '') {
    if (type === 'blob') return 'binary';
    return type === 'integer' || type === 'real' ? 'number' : type === 'text' ? 'text' : 'unknown';
  },

  /** By the words that give a declared column its affinity, and by those that people write. */
  kindOf(type = '') {
    if (/char|clob|text|enum/.test(type)) return 'text';
    if (/date|time/.test(type)) return 'time';
    if (/blob|json/.test(type)) return 'other';
    return /bool/.test(type) ? 'boolean' : /int|real|floa|doub|num|dec/.test(type) ? 'number' : 'unknown';
  },

  takesTime: (type = '') => !/bool/.test(type),

  strangeMark: (knex, column) =>
    knex.raw(`(?? is not null and (typeof(??) not in ('integer', 'real') or ?? not in (0, 1)))`, [
      ...[column, column, column],
    ]),

  id: (idType) => (idType === 'integer' || idType === 'bigint' ? 'cast(? as integer)' : '?'),

  boolean: (_, value) => String(value),

  now: () => `strftime('%Y-%m-%dT%H:%M:%fZ', 'now')`,

  // 17 digits tell any two floating point numbers apart; a cast writes 15.
  text: (knex, value) =>
    knex.raw(`case typeof(?) when 'real' then printf('%!.17g', ?) else cast(? as text) end`, [value, value, value]),

  // libsql hands a text out up to its first NUL: 'a' for 'a' and a NUL and whatever follows.
  whole: (knex, text) =>
    knex.raw(`case when instr(cast(? as blob), x'00') > 0 then cast(? as blob) else ? end`, [text, text, text]),

  date,

  // All text sorts after all numbers: of a host's Dates and our text, the newest is ours.
  ofThose: filtered,
};

/** A partial index may be over other rows. SQLite refuses to prepare a statement that cannot go by the index it names. */
async function serves(knex: Knex, table: string, index: string, synced: string): Promise<boolean> {
  try {
    for (const mark of ['= false', 'is null']) {
      await knex.raw(`select 1 from ?? indexed by ?? where ?? ${mark} limit 0`, [table, index, synced]);
    }
    return true;
  } catch (error) {
    if (/no query solution/i.test(String(error))) return false;
    throw error;
  }
}

function date(knex: Knex, value: Knex.Raw): Knex.Raw {
  return knex.raw(`case when typeof(?) in ('integer', 'real') then ? else cast(? as text) end`, [
    value,
    fromMilliseconds(knex, value),
    value,
  ]);
}

/** A number beyond the calendar stays as it is, and is then refused as a date. */
function fromMilliseconds(knex: Knex, value: Knex.Raw): Knex.Raw {
  return knex.raw(`coalesce(strftime('%Y-%m-%dT%H:%M:%fZ', ? / 1000.0, 'unixepoch'), cast(? as text))`, [value, value]);
}
