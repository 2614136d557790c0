import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { notSet } from '@docmirror/tests-shared/needs';
import { deep } from '@docmirror/tests-shared/thoroughness';
import type { Knex } from 'knex';
import { isInstalled, sqliteClient } from './libsql-client';

const require = createRequire(import.meta.url);

/** A database that the tests run on. Connections are made once, on first use, and closed by `closeDatabases`. */
export interface Database {
  readonly name: string;
  readonly kind: 'sqlite' | 'postgres' | 'mysql';
  /** Why it cannot be tested here. */
  readonly missing?: string;
  connect(): Promise<Knex>;
}

const closers: (() => Promise<unknown>)[] = [];

export async function closeDatabases(): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close();
}

type KnexFactory = (config: Knex.Config) => Knex;

function once(open: () => Promise<Knex>): () => Promise<Knex> {
  let opened: Promise<Knex> | undefined;
  return () => {
    opened ??= open().then((knex) => {
      closers.push(() => knex.destroy());
      return knex;
    });
    return opened;
  };
}

function sqlite(name: string, knexPackage: string, driver: string): Database {
  return {
    name,
    kind: 'sqlite',
    ...(isInstalled(driver) ? {} : { missing: `${driver} is not installed` }),
    connect: once(async () => {
      const folder = await mkdtemp(join(tmpdir(), 'docmirror-knex-'));
      closers.push(() => rm(folder, { recursive: true }));
      return (require(knexPackage) as KnexFactory)({
        client: sqliteClient(knexPackage, driver),
        connection: { filename: join(folder, 'app.sqlite') },
        useNullAsDefault: true,
        pool: {
          min: 1,
          max: 1,
          // The tests need no durability of their rows, only speed.
          afterCreate(connection: { pragma(text: string): unknown }, done: () => void) {
            connection.pragma('synchronous = off');
            done();
          },
        },
      });
    }),
  };
}

// Sessions with odd settings: what the store reads must not hang on them.
const postgresSession = `set time zone 'America/New_York'; set datestyle to 'German'`;
const mysqlSession = `set time_zone = '+05:30'`;

function server(name: string, kind: 'postgres' | 'mysql', variable: string, knexPackage: string): Database {
  const url = process.env[variable];
  return {
    name,
    kind,
    ...(url ? {} : { missing: notSet(name, variable) }),
    connect: once(async () =>
      (require(knexPackage) as KnexFactory)({
        client: kind === 'postgres' ? 'pg' : 'mysql2',
        connection: String(url),
        pool: {
          min: 0,
          max: 4,
          afterCreate(connection: { query(sql: string, done: (error: unknown) => void): void }, done: () => void) {
            connection.query(kind === 'postgres' ? postgresSession : mysqlSession, done);
          },
        },
      }),
    ),
  };
}

const pglite: Database = {
  name: 'PGlite',
  kind: 'postgres',
  connect: once(async () => {
    const { PGlite } = await import('@electric-sql/pglite');
    const database = await PGlite.create();
    await database.exec(postgresSession);
    return (require('knex') as KnexFactory)({
      client: require('knex-pglite'),
      connection: { pglite: database } as Knex.Config['connection'] & object,
    });
  }),
};

const current: readonly Database[] = [
  sqlite('libsql', 'knex', 'libsql'),
  pglite,
  server('PostgreSQL', 'postgres', 'DOCMIRROR_TEST_POSTGRES_URL', 'knex'),
  server('MariaDB', 'mysql', 'DOCMIRROR_TEST_MARIADB_URL', 'knex'),
];

/** Other drivers, and the oldest Knex that is a peer. */
const others: readonly Database[] = [
  sqlite('libsql, Knex 2.5', 'knex2', 'libsql'),
  sqlite('better-sqlite3', 'knex', 'better-sqlite3'),
  server('PostgreSQL, Knex 2.5', 'postgres', 'DOCMIRROR_TEST_POSTGRES_URL', 'knex2'),
  server('MariaDB, Knex 2.5', 'mysql', 'DOCMIRROR_TEST_MARIADB_URL', 'knex2'),
];

export const databases: readonly Database[] = deep ? [...current, ...others] : current;
