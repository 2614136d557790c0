import type { Knex } from 'knex';
import { type Dialect, filtered } from './sql';

/** SQLite has types of values, not of columns: what Knex binds for a Date (milliseconds since 1970) is a number there. */
export const sqlite: Dialect = {
  name: 'sqlite',

  async columnTypes(knex, table, columns, id) {
    await knex(table).select(columns).whereRaw('1 = 0');
    const [row] = await knex(table)
      .select(knex.raw('typeof(??) as ??', [id, 'kind']))
      .limit(1);
    return new Map([[id, String(row?.kind ?? '')]]);
  },

  idKind: (type) => (type === 'integer' || type === 'real' ? 'number' : type === 'text' ? 'text' : 'unknown'),

  id: (idType) => (idType === 'integer' || idType === 'bigint' ? 'cast(? as integer)' : '?'),

  boolean: (_, value) => String(value),

  now: () => `strftime('%Y-%m-%dT%H:%M:%fZ', 'now')`,

  // 17 digits tell any two floating point numbers apart; a cast writes 15.
  text: (knex, value) =>
    knex.raw(`case typeof(?) when 'real' then printf('%!.17g', ?) else cast(? as text) end`, [value, value, value]),

  date,

  // All text sorts after all numbers: of a host's Dates and our text, the newest is ours.
  ofThose: filtered,
};

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
