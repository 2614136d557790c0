import type { Document } from '@docmirror/core';
import type { Knex } from 'knex';
import { readValue, type Table } from './table';
import type { Run } from './transaction';
import { write } from './write';

/** Names that a host's table will not have. */
const given = 'docmirror_given';
const givenId = 'docmirror_id';

/**
 * One statement for many rows, with all that was read in one bound value: as JSON it meets no limit on the number of
 * bound values. The statement itself compares and marks, so nothing can come between.
 */
export async function markAsOneJson(
  table: Table,
  documents: readonly Document[],
  synced: boolean,
  run: Run = (query) => write(table, query),
): Promise<string[]> {
  const { knex, options, dialect } = table;
  const postgres = dialect.name === 'postgres';
  const query = (postgres ? markOnPostgres(table, documents) : markOnSqlite(table, documents))
    .update(table.mark(synced))
    .returning(knex.raw('cast(?? as text) as ??', [options.columns.id, 'key']) as unknown as string);
  const rows = await run<{ key: unknown }[]>(query);
  return rows.map(({ key }) => String(key));
}

/** Updated from the given rows: a row that another transaction changes meanwhile is compared again as it is then. */
function markOnPostgres(table: Table, documents: readonly Document[]): Knex.QueryBuilder {
  const { knex, options, types } = table;
  const fields = [givenId, ...table.mapped.map((_, n) => givenValue(n))].map((name) => `${name} text`).join(', ');
  const rows = documents.map((document) =>
    Object.fromEntries(
      [[givenId, String(document.id)]].concat(
        table.mapped.map(({ value }, n) => [givenValue(n), readValue(document, value)] as [string, string]),
      ),
    ),
  );
  const query = table
    .scoped()
    .with(
      given,
      knex.raw(`select * from json_to_recordset(cast(? as text)::json) as rows(${fields})`, [JSON.stringify(rows)]),
    )
    .whereRaw(`?? = cast(${givenId} as ${idCast(types.get(options.columns.id))})`, [options.columns.id]);
  for (const [n, { value, column }] of table.mapped.entries()) {
    query.whereRaw(`? collate "C" is not distinct from ${givenValue(n)}`, [table.text(value, table.column(column))]);
  }
  return (query as Knex.QueryBuilder & { updateFrom(name: string): Knex.QueryBuilder }).updateFrom(given);
}

function markOnSqlite(table: Table, documents: readonly Document[]): Knex.QueryBuilder {
  const { knex, options, mapped } = table;
  const { id } = options.columns;
  const rows = documents.map((document) => [
    String(document.id),
    ...mapped.map(({ value }) => readValue(document, value)),
  ]);
  const number = options.idType === 'integer' || options.idType === 'bigint';
  const fields = [
    `cast(json_extract(value, '$[0]') as ${number ? 'integer' : 'text'}) as ${givenId}`,
    ...mapped.map((_, n) => `json_extract(value, '$[${n + 1}]') as ${givenValue(n)}`),
  ].join(', ');
  const unchanged = knex
    .select(id)
    .from(
      knex.raw(`(select ${fields} from json_each(?)) as ${given} cross join ??`, [JSON.stringify(rows), options.table]),
    )
    .whereRaw(`?? = ${givenId}`, [id]);
  for (const [n, { value, column }] of mapped.entries()) {
    unchanged.whereRaw(`(?) is ${givenValue(n)}`, [table.text(value, table.column(column))]);
  }
  return table.scoped().whereIn(id, unchanged);
}

function givenValue(n: number): string {
  return `docmirror_value_${n}`;
}

/** The type to compare ids in, such that the index on them serves. */
function idCast(type = 'text'): string {
  if (type === 'smallint' || type === 'integer') return 'bigint';
  return type === 'character' ? 'bpchar' : type;
}
