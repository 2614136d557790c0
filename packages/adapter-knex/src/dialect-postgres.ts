import type { Knex } from 'knex';
import { type Dialect, filtered } from './sql';

const withZone = 'timestamp with time zone';
const withoutZone = 'timestamp without time zone';

export const postgres: Dialect = {
  name: 'postgres',

  async columnTypes(knex, table, columns) {
    // One row whatever the table holds; PostgreSQL itself resolves the name along the search path. Of a domain, the type below.
    const types = columns.map((column, n) =>
      knex.raw(
        `(select case typtype when 'e' then 'enum' when 'd' then typbasetype::regtype::text else oid::regtype::text end
          from pg_type where oid = pg_typeof(??)) as ??`,
        [column, alias(n)],
      ),
    );
    const [row] = await knex
      .select(types)
      .from(knex.raw('(select 1 as docmirror_one) as docmirror_probe left join ?? on false', [table]));
    return new Map(columns.map((column, n) => [column, String(row?.[alias(n)])]));
  },

  idKind(type = '') {
    if (type === 'uuid') return 'uuid';
    if (type === 'bytea') return 'binary';
    if (/^(smallint|integer|bigint|numeric)/.test(type)) return 'number';
    return /^(text|character|citext)/.test(type) ? 'text' : 'unknown';
  },

  kindOf(type = '') {
    if (type === 'boolean') return 'boolean';
    if (/^(smallint|integer|bigint|numeric|real|double)/.test(type)) return 'number';
    if (/^(text|character|citext|name)/.test(type)) return 'text';
    return /^(timestamp|date$)/.test(type) ? 'time' : 'other';
  },

  takesTime: (type = '') => /^(timestamp|date$|text|character|citext|bigint|numeric)/.test(type),

  strangeMark: (knex, column, type) =>
    type === 'boolean' ? undefined : knex.raw('(?? < 0 or ?? > 1)', [column, column]),

  // Cast to the widest, so that an id beyond the column's range finds nothing instead of failing.
  id: (idType) => (idType === 'integer' || idType === 'bigint' ? 'cast(? as bigint)' : '?'),

  boolean: (type, value) => (type === 'boolean' ? String(value) : value ? '1' : '0'),

  now(type) {
    if (type === withoutZone || type === 'date') return `(now() at time zone 'UTC')::${type}`;
    if (type === 'bigint' || type === 'numeric') return '(extract(epoch from now()) * 1000)::bigint';
    return type === withZone ? 'now()' : `to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  },

  text: isoText,
  date: isoText,
  ofThose: filtered,
};

/** JSON writes dates in ISO 8601 whatever the session's DateStyle, and names infinity and years before Christ. */
function isoText(knex: Knex, value: Knex.Raw, type: string | undefined): Knex.Raw {
  if (type === withZone) return knex.raw(`((to_json(? at time zone 'UTC') #>> '{}') || 'Z')`, [value]);
  if (type === withoutZone || type === 'date') return knex.raw(`(to_json(?) #>> '{}')`, [value]);
  return knex.raw('cast(? as text)', [value]);
}

/** Letters only: a host's Knex may rename columns with digits or underscores on their way back. */
function alias(n: number): string {
  return `column${'abcdefghijklmnop'.charAt(n)}`;
}
