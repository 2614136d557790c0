import { randomBytes } from 'node:crypto';
import type { DocumentId, IdType } from '@docmirror/core';
import type { StoreHarness, SuiteRow } from '@docmirror/core/testing';
import type { Knex } from 'knex';
import { expect } from 'vitest';
import { createReceiptTable, dropReceiptTable, type KnexStoreOptions, knexStore } from '../src/index';
import { bumpVersions } from './bump-versions';
import type { Database } from './databases';
import { undoMarks } from './undo-marks';

type Columns = Readonly<Record<'date' | 'version' | 'synced' | 'syncedAt', string>>;

/** One way to make the host's table. */
export interface Schema {
  readonly name: string;
  readonly columns: Columns;
  readonly versionDigits: 3 | 6;
  /** SQL that turns a bound text (ISO 8601 UTC) into what stands in a column. */
  readonly write: Readonly<Record<'date' | 'version' | 'syncedAt', string>>;
}

const asIs = { date: '?', version: '?', syncedAt: '?' };
const asMilliseconds = `cast(round((julianday(?) - 2440587.5) * 86400000) as integer)`;
const mysqlText = `replace(replace(?, 'T', ' '), 'Z', '')`;
const mysqlInSession = `convert_tz(${mysqlText}, '+00:00', @@session.time_zone)`;

export const schemas: Readonly<Record<Database['kind'], readonly Schema[]>> = {
  sqlite: [
    {
      name: 'text',
      columns: { date: 'date', version: 'text', synced: 'boolean', syncedAt: 'datetime' },
      versionDigits: 6,
      write: asIs,
    },
    {
      name: 'Dates as Knex binds them',
      columns: { date: 'date', version: 'datetime', synced: 'integer', syncedAt: 'datetime' },
      versionDigits: 3,
      write: { date: asMilliseconds, version: asMilliseconds, syncedAt: asMilliseconds },
    },
  ],
  postgres: [
    {
      name: 'date, timestamptz',
      columns: { date: 'date', version: 'timestamptz', synced: 'boolean', syncedAt: 'timestamptz' },
      versionDigits: 6,
      write: asIs,
    },
    {
      name: 'timestamp, integer mark',
      columns: { date: 'timestamp', version: 'timestamp', synced: 'smallint', syncedAt: 'timestamp' },
      versionDigits: 6,
      write: asIs,
    },
    {
      name: 'text',
      columns: { date: 'varchar(40)', version: 'text', synced: 'boolean', syncedAt: 'text' },
      versionDigits: 6,
      write: asIs,
    },
  ],
  mysql: [
    {
      name: 'date, datetime',
      columns: { date: 'date', version: 'datetime(6)', synced: 'boolean', syncedAt: 'datetime(3)' },
      versionDigits: 6,
      write: { date: '?', version: mysqlText, syncedAt: mysqlText },
    },
    {
      name: 'timestamp',
      columns: { date: 'date', version: 'timestamp(6) null', synced: 'tinyint', syncedAt: 'timestamp(3) null' },
      versionDigits: 6,
      write: { date: '?', version: mysqlInSession, syncedAt: mysqlInSession },
    },
  ],
};

const idColumns: Readonly<Record<Database['kind'], Readonly<Record<IdType, string>>>> = {
  sqlite: { integer: 'integer', bigint: 'integer', uuid: 'text', text: 'text' },
  postgres: { integer: 'integer', bigint: 'bigint', uuid: 'uuid', text: 'text' },
  mysql: { integer: 'integer', bigint: 'bigint', uuid: 'char(36)', text: 'varchar(191)' },
};

export const randomName = (stem: string) => `${stem}_${randomBytes(6).toString('hex')}`;

/** The store under test over a table of its own; as a host would have it, with names of its own. */
export async function createHarness(database: Database, schema: Schema, idType: IdType): Promise<StoreHarness> {
  const knex = await database.connect();
  const table = randomName('docs');
  // Columns that take `A` for `a`: MariaDB's do by default.
  const text = { sqlite: 'text collate nocase', postgres: 'text', mysql: 'varchar(400)' }[database.kind];
  await knex.raw(
    `create table ?? (ref ${idColumns[database.kind][idType]} not null primary key, kind ${text}, path ${text},
     title ${text}, issued ${schema.columns.date}, changed ${schema.columns.version}, tenant_id integer,
     on_nas ${schema.columns.synced}, on_nas_since ${schema.columns.syncedAt})`,
    [table],
  );
  const receipts = { table: randomName('receipts') };
  await createReceiptTable(knex, receipts);
  const options: KnexStoreOptions = {
    table,
    receipts,
    idType,
    columns: {
      ...{ id: 'ref', type: 'kind', source: 'path', date: 'issued' },
      ...{ fileName: 'title', version: 'changed', synced: 'on_nas', syncedAt: 'on_nas_since' },
    },
    // One half as an object, one as a function whose `or` must not get out of its brackets.
    where:
      idType === 'integer' || idType === 'text'
        ? { tenant_id: 7 }
        : (query) => void query.where('tenant_id', 7).orWhere('tenant_id', 700),
  };
  return {
    store: knexStore(knex, options),
    rows: {
      bumpVersions: () => bumpVersions(knex, database.kind, table, schema.columns.version),
      undoMarks: () => undoMarks(knex, database.kind, table, schema.columns.synced),
      put: (rows) => put(knex, table, schema, rows),
      editClaim: async (id, claim) => {
        const receipt = { document_id: String(id), role: 'current' };
        expect(await knex(receipts.table).where(receipt).update({ claim })).toBe(1);
      },
      remove: async (id) => void (await knex(table).where('ref', bound(id)).delete()),
      async readMark(id) {
        const since = knex.raw(`cast(on_nas_since as ${database.kind === 'mysql' ? 'char' : 'text'}) as since`);
        const row = await knex(table).where('ref', bound(id)).first('on_nas', since);
        return row && { synced: row.on_nas === null ? null : Boolean(row.on_nas), syncedAt: row.since };
      },
    },
    async close() {
      await knex.raw('drop table ??', [table]);
      await dropReceiptTable(knex, receipts);
      if (database.kind === 'postgres') {
        for (const made of ['bump', 'undo']) await knex.raw('drop function if exists ??()', [`${table}_${made}`]);
      }
    },
  };
}

const bound = (id: DocumentId) => (typeof id === 'bigint' ? String(id) : id);

async function put(knex: Knex, table: string, schema: Schema, rows: readonly SuiteRow[]): Promise<void> {
  const synced = (value: boolean | null) =>
    value === null || schema.columns.synced === 'boolean' ? value : Number(value);
  const written = (text: string | null, how: string) =>
    text === null
      ? null
      : knex.raw(
          how,
          how
            .split('?')
            .slice(1)
            .map(() => text),
        );
  await knex.transaction(async (transaction) => {
    for (let start = 0; start < rows.length; start += 300) {
      const some = rows.slice(start, start + 300);
      const ids = some.map(({ id }) => bound(id));
      await transaction(table).whereIn('ref', ids).delete();
      await transaction(table).insert(
        some.map((row) => ({
          ref: bound(row.id),
          kind: row.type,
          path: row.source,
          title: row.fileName,
          issued: written(row.date, schema.write.date),
          changed: written(row.version, schema.write.version),
          tenant_id: row.inScope ? 7 : 8,
          on_nas: synced(row.synced),
          on_nas_since: written(row.syncedAt, schema.write.syncedAt),
        })),
      );
    }
  });
}
