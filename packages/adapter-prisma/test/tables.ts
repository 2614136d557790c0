import { type IdType, idTypes } from '@docmirror/core';
import type { Kind } from './databases';
import type { Sql } from './sql';

const idColumns: Readonly<Record<Kind, Readonly<Record<IdType, string>>>> = {
  sqlite: { integer: 'integer', bigint: 'bigint', uuid: 'text', text: 'text' },
  postgres: { integer: 'integer', bigint: 'bigint', uuid: 'uuid', text: 'text' },
  mysql: { integer: 'integer', bigint: 'bigint', uuid: 'char(36)', text: 'varchar(191)' },
};

const times: Readonly<Record<Kind, { version: string; syncedAt: string }>> = {
  sqlite: { version: 'datetime', syncedAt: 'datetime' },
  postgres: { version: 'timestamptz(6)', syncedAt: 'timestamp(6)' },
  mysql: { version: 'datetime(6)', syncedAt: 'datetime(3)' },
};

/** The tables of the fixtures' schema, by SQL: as of a host whose database was there before Prisma. */
export async function createTables(sql: Sql, kind: Kind): Promise<void> {
  // Columns that take `A` for `a`: MariaDB's do by default.
  const text = { sqlite: 'text collate nocase', postgres: 'text', mysql: 'varchar(400)' }[kind];
  const { version, syncedAt } = times[kind];
  const serial = { sqlite: 'integer', postgres: 'serial', mysql: 'integer auto_increment' }[kind];
  const quoted = (name: string) => (kind === 'mysql' ? `\`${name}\`` : `"${name}"`);
  for (const idType of idTypes) {
    await sql.run(
      `create table ${idType}_docs (ref ${idColumns[kind][idType]} not null primary key, kind ${text}, path ${text},
       title ${text}, issued date, changed ${version}, tenant_id integer, on_nas boolean, on_nas_since ${syncedAt})`,
    );
  }
  await sql.run(
    `create table ${quoted('Owner')} (id integer not null primary key, active boolean not null default true)`,
  );
  if (kind === 'postgres') await sql.run(`create type "Kind" as enum ('invoice', 'receipt')`);
  const kindType = { sqlite: 'text', postgres: '"Kind"', mysql: `enum('invoice', 'receipt')` }[kind];
  await sql.run(
    `create table ${quoted('Document')} (id ${serial} not null primary key, type ${kindType} not null default 'invoice',
     ${quoted('filePath')} ${text}, ${quoted('documentDate')} ${version}, ${quoted('updatedAt')} ${version} not null,
     price ${kind === 'postgres' ? 'double precision' : 'double'}, ${quoted('ownerId')} integer,
     ${quoted('syncedToNas')} boolean not null default false, ${quoted('syncedAt')} ${syncedAt})`,
  );
  await sql.run(`create index pending on ${quoted('Document')} (${quoted('syncedToNas')}, id)`);
  // A host may have indexes by which the marks are not meant to go.
  for (const column of ['filePath', 'syncedAt']) {
    await sql.run(`create index by_${column} on ${quoted('Document')} (${quoted(column)})`);
  }
  const long = kind === 'mysql' ? 'varchar(191)' : 'text';
  await sql.run(
    `create table receipts (ref ${long} not null primary key, category ${text}, stored_at ${text}, issued_on ${version},
     updated_at ${text}, tenant_id integer, deleted_at ${version}, synced_to_nas boolean, synced_at ${syncedAt})`,
  );
  await createReceipts(sql, kind, 'docmirror_receipts');
  await createReceipts(sql, kind, 'pulled_receipts');
}

/** As `prisma migrate` makes it from the schema; on MySQL in a collation that takes `A` for `a`. */
async function createReceipts(sql: Sql, kind: Kind, table: string): Promise<void> {
  const length = (characters: number) => (kind === 'sqlite' ? 'text' : `varchar(${characters})`);
  const big = kind === 'sqlite' ? 'integer' : 'bigint';
  const options = kind === 'mysql' ? 'default character set utf8mb4 collate utf8mb4_unicode_ci' : '';
  await sql.run(
    `create table ${table} (mirror_id ${length(191)} not null, claim ${length(80)} not null, role ${length(10)} not null,
     document_id ${length(500)}, type text, version text, row_words text, file_key text, size ${big}, checksum ${length(64)},
     month ${length(20)}, synced_at ${length(30)}, verified_at ${length(30)}, next_attempt_at ${length(30)},
     attempts integer not null, last_error ${length(64)}, token ${length(191)}, primary key (mirror_id, claim)) ${options}`,
  );
  const indexes = { document: 'document_id', role: 'role, claim', month: 'month, claim', failing: 'attempts' };
  for (const [name, columns] of Object.entries(indexes)) {
    await sql.run(`create index ${table}_${name} on ${table} (mirror_id, ${columns})`);
  }
}
