import { parseOptions } from '@docmirror/core';
import type { Knex } from 'knex';
import { z } from 'zod';
import { dialectOf } from './dialect';
import { checkKnex, columnNames, tableName } from './options';

export interface SyncMigrationOptions {
  /** Default `documents`. May name the schema: `accounting.documents`. */
  readonly table?: string | undefined;
  /** Defaults `id`, `synced_to_nas`, `synced_at`, as in `knexStore`. */
  readonly columns?: { readonly id?: string; readonly synced?: string; readonly syncedAt?: string } | undefined;
  /** Default: the table's name and `_sync_pending`. */
  readonly indexName?: string | undefined;
}

const migrationOptions = z.strictObject({
  table: tableName,
  columns: columnNames.pick({ id: true, synced: true, syncedAt: true }).prefault({}),
  indexName: z.string('write the name of the index').min(1, 'write the name of the index').optional(),
});

function resolve(factory: string, options: SyncMigrationOptions) {
  const { table, columns, indexName } = parseOptions(factory, migrationOptions, options);
  const [inSchema = '', schema] = table.split('.').reverse();
  return { table, inSchema, schema, columns, indexName: indexName ?? `${inSchema}_sync_pending` };
}

type Resolved = ReturnType<typeof resolve>;

/**
 * For a migration's `up`: adds the columns of the mark and the index over what is pending. What is there already is
 * left as it is, so it may run twice; nothing else is touched.
 */
export async function addSyncColumns(knex: Knex, options: SyncMigrationOptions = {}): Promise<void> {
  checkKnex('addSyncColumns', knex);
  const dialect = dialectOf('addSyncColumns', knex);
  const resolved = resolve('addSyncColumns', options);
  const { table, columns, indexName } = resolved;
  const [hasSynced, hasSyncedAt] = await presentColumns(knex, resolved);
  if (!hasSynced || !hasSyncedAt) {
    await schemaOf(knex, resolved).alterTable(resolved.inSchema, (builder) => {
      if (!hasSynced) builder.boolean(columns.synced).notNullable().defaultTo(false);
      if (!hasSyncedAt) builder.timestamp(columns.syncedAt, { precision: 3 }).nullable();
    });
  }
  if (await hasIndex(knex, dialect.name, resolved)) return;
  const types = await dialect.columnTypes(knex, table, [columns.id, columns.synced], columns.id);
  const no = dialect.boolean(types.get(columns.synced), false);
  const pending = dialect.name === 'mysql' ? '' : ` where ?? is null or ?? = ${no}`;
  await knex.raw(`create index ?? on ?? (??, ??)${pending}`, [
    ...[indexName, table, columns.synced, columns.id],
    ...(pending === '' ? [] : [columns.synced, columns.synced]),
  ]);
}

/** For a migration's `down`: takes away what `addSyncColumns` added, and with it every mark. May run twice. */
export async function dropSyncColumns(knex: Knex, options: SyncMigrationOptions = {}): Promise<void> {
  checkKnex('dropSyncColumns', knex);
  const dialect = dialectOf('dropSyncColumns', knex);
  const resolved = resolve('dropSyncColumns', options);
  const { table, schema, columns, indexName } = resolved;
  if (await hasIndex(knex, dialect.name, resolved)) {
    if (dialect.name === 'mysql') await knex.raw('drop index ?? on ??', [indexName, table]);
    else await knex.raw('drop index ??', [schema === undefined ? indexName : `${schema}.${indexName}`]);
  }
  const present = await presentColumns(knex, resolved);
  for (const [n, column] of [columns.synced, columns.syncedAt].entries()) {
    // Not by Knex's dropColumn: on SQLite that makes the whole table anew.
    if (present[n]) await knex.raw('alter table ?? drop column ??', [table, column]);
  }
}

function schemaOf(knex: Knex, { schema }: Resolved): Knex.SchemaBuilder {
  return schema === undefined ? knex.schema : knex.schema.withSchema(schema);
}

async function presentColumns(knex: Knex, resolved: Resolved): Promise<boolean[]> {
  const { inSchema, schema, columns } = resolved;
  const has = async (column: string) => {
    // On MySQL, Knex looks into the connection's own schema whatever it is told.
    if (schema === undefined || dialectOf('', knex).name !== 'mysql') {
      return await schemaOf(knex, resolved).hasColumn(inSchema, column);
    }
    const found = 'information_schema.columns where table_schema = ? and table_name = ? and column_name = ?';
    return (await knex.select(knex.raw('1 as docmirror')).from(knex.raw(found, [schema, inSchema, column]))).length > 0;
  };
  return [await has(columns.synced), await has(columns.syncedAt)];
}

async function hasIndex(knex: Knex, dialect: string, { inSchema, schema, indexName }: Resolved): Promise<boolean> {
  const catalogues: Record<string, string> = {
    sqlite: `sqlite_master where type = 'index' and coalesce(?, '') is not null and tbl_name = ? and name = ?`,
    postgres: 'pg_indexes where schemaname = coalesce(?, schemaname) and tablename = ? and indexname = ?',
    mysql:
      'information_schema.statistics where table_schema = coalesce(?, database()) and table_name = ? and index_name = ?',
  };
  const rows = await knex
    .select(knex.raw('1 as docmirror'))
    .from(knex.raw(String(catalogues[dialect]), [schema ?? null, inSchema, indexName]));
  return rows.length > 0;
}

/** A Knex migration file that does the same, to paste where no import is wanted. */
export function syncMigrationText(options: SyncMigrationOptions = {}): string {
  const { table, inSchema, schema, columns, indexName } = resolve('syncMigrationText', options);
  const q = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`;
  const at = schema === undefined ? 'knex.schema' : `knex.schema.withSchema(${q(schema)})`;
  const index = `[${q(columns.synced)}, ${q(columns.id)}], ${q(indexName)}`;
  return `/** What docmirror needs on ${table}: the mark, and an index over what is pending. */
export async function up(knex) {
  await ${at}.alterTable(${q(inSchema)}, (table) => {
    table.boolean(${q(columns.synced)}).notNullable().defaultTo(false);
    table.timestamp(${q(columns.syncedAt)}, { precision: 3 }).nullable();
    // Partial where the database has it (not MySQL): small, however many documents there are.
    table.index(${index}, {
      predicate: knex.whereRaw('?? is null or ?? = false', [${q(columns.synced)}, ${q(columns.synced)}]),
    });
  });
}

export async function down(knex) {
  await ${at}.alterTable(${q(inSchema)}, (table) => {
    table.dropIndex(${index});
  });
  await knex.raw('alter table ?? drop column ??', [${q(table)}, ${q(columns.synced)}]);
  await knex.raw('alter table ?? drop column ??', [${q(table)}, ${q(columns.syncedAt)}]);
}
`;
}
