import type { Document, DocumentId, PendingQuery, StoreCounts, StoredDocument } from '@docmirror/core';
import type { Knex } from 'knex';
import { mayExist, readId } from './read-id';
import { readText } from './sql';
import { aliases, type Table } from './table';

export type Row = Readonly<Record<string, unknown>>;

export async function findDocument(table: Table, id: DocumentId): Promise<StoredDocument | undefined> {
  const { id: column } = table.options.columns;
  if (!mayExist(table, id)) return undefined;
  const rows: Row[] = await table.scoped().where(column, table.id(id)).select(storedColumns(table)).limit(1);
  return rows[0] && toStored(table, rows[0]);
}

export async function documentPage(
  table: Table,
  { after, limit }: { after?: DocumentId | undefined; limit: number },
): Promise<StoredDocument[]> {
  const { id } = table.options.columns;
  const page = table.withFile().select(storedColumns(table)).orderBy(id, 'asc').limit(limit);
  if (after !== undefined) page.where(id, '>', table.id(after));
  const rows: Row[] = await page;
  return rows.map((row) => toStored(table, row));
}

/** One pass over the table. Of the mark only its other side is asked, for it is the cheaper question: null is never `<>`. */
export async function countDocuments(table: Table): Promise<StoreCounts> {
  const { knex, dialect, types, options } = table;
  const { synced, syncedAt } = options.columns;
  const marked = knex.raw(`?? <> ${dialect.boolean(types.get(synced), false)}`, [synced]);
  const newest = dialect.ofThose(knex, 'max', table.column(syncedAt), marked);
  const rows: Row[] = await table
    .withFile()
    .select([
      knex.raw('count(*) as ??', ['total']),
      knex.raw('? as ??', [dialect.ofThose(knex, 'count', table.column(synced), marked), 'marked']),
      knex.raw('? as ??', [dialect.date(knex, newest, types.get(syncedAt)), 'newest']),
    ]);
  const total = Number(rows[0]?.total ?? 0);
  const done = Number(rows[0]?.marked ?? 0);
  return { total, synced: done, pending: total - done, lastSync: toTime(rows[0]?.newest) };
}

export async function lastPendingId(table: Table): Promise<DocumentId | undefined> {
  const rows: Row[] = await pending(table, 'desc', 1, []);
  return rows[0] && readId(table, rows[0].key);
}

export async function pendingPage(table: Table, query: PendingQuery): Promise<Document[]> {
  const bounds: [string, Knex.Raw][] = [['<=', table.id(query.upTo)]];
  if (query.after !== undefined) bounds.push(['>', table.id(query.after)]);
  const rows: Row[] = await pending(table, 'asc', query.limit, bounds);
  return rows.map((row) => toDocument(table, row));
}

/**
 * False and null are two runs of ids in the index (mark, id): read from both, and merge. A condition with `or` would
 * make the database collect and sort every pending row for each page.
 */
function pending(table: Table, order: 'asc' | 'desc', limit: number, bounds: readonly [string, Knex.Raw][]) {
  const { knex, options, dialect, types } = table;
  const { id, synced } = options.columns;
  const names = [...new Set([id, ...table.mapped.map(({ column }) => column)])];
  const run = (alias: string, mark: Knex.Raw) => {
    const query = table.withFile().select(names).where(mark).orderBy(id, order).limit(limit);
    if (table.pendingIndex) query.from(knex.raw(`?? ${dialect.byIndex}`, [options.table, table.pendingIndex]));
    for (const [operator, bound] of bounds) query.where(id, operator, bound);
    return knex.select(names).from(query.as(alias));
  };
  const no = dialect.boolean(types.get(synced), false);
  const unmarked = run('unmarked', knex.raw(`?? = ${no}`, [synced]));
  const unset = run('unset', knex.raw('?? is null', [synced]));
  return knex
    .select(documentColumns(table))
    .from(unmarked.unionAll(unset).as('pending'))
    .orderBy(id, order)
    .limit(limit);
}

export function documentColumns(table: Table): Knex.Raw[] {
  const { knex, options, mapped, dialect } = table;
  const id = knex.raw(`cast(?? as ${dialect.name === 'mysql' ? 'char' : 'text'})`, [options.columns.id]);
  const selected = (text: Knex.Raw, alias: string) => knex.raw('? as ??', [dialect.whole?.(knex, text) ?? text, alias]);
  return [
    selected(id, 'key'),
    ...mapped.map(({ value, column }) => selected(table.text(value, table.column(column)), aliases[value])),
  ];
}

function storedColumns(table: Table): Knex.Raw[] {
  const mark = table.knex.raw('case when ? then 0 else 1 end as ??', [isPending(table), 'mark']);
  return [...documentColumns(table), mark];
}

function toStored(table: Table, row: Row): StoredDocument {
  return { ...toDocument(table, row), synced: Number(row.mark) === 1 };
}

export function toDocument(table: Table, row: Row): Document {
  const text = (value: keyof typeof aliases) => readText(row[aliases[value]]);
  return {
    id: readId(table, row.key),
    type: text('type'),
    date: text('date'),
    source: text('source'),
    ...(table.options.columns.fileName === undefined ? {} : { fileName: text('fileName') }),
    ...(table.options.columns.version === undefined ? {} : { version: text('version') }),
  };
}

export function isPending({ knex, options, dialect, types }: Table): Knex.Raw {
  const { synced } = options.columns;
  return knex.raw(`(?? is null or ?? = ${dialect.boolean(types.get(synced), false)})`, [synced, synced]);
}

/** The database's text of a time: digits are milliseconds since 1970, and without a zone it is UTC. */
function toTime(text: unknown): Date | null {
  if (text === null || text === undefined || text === '') return null;
  const written = String(text).replace(' ', 'T');
  const zoned = /(Z|[+-]\d\d(:?\d\d)?)$/.test(written.slice(10)) || !written.includes('T') ? written : `${written}Z`;
  const time = new Date(/^\d{11,}$/.test(written) ? Number(written) : zoned);
  return Number.isNaN(time.getTime()) ? null : time;
}
