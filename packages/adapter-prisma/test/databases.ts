import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { notSet } from '@docmirror/tests-shared/needs';
import { deep } from '@docmirror/tests-shared/thoroughness';
import * as prisma6 from '../fixtures/prisma-6/clients';
import * as prisma7 from '../fixtures/prisma-7/clients';
import { mysqlSql, postgresSql, type Sql, sqliteSql } from './sql';
import { createTables } from './tables';

/** The clients of all databases and versions have the same models. */
export type HostClient = ReturnType<typeof prisma7.sqlite>;
export type Kind = 'sqlite' | 'postgres' | 'mysql';

export interface Connected {
  readonly prisma: HostClient;
  /** Another client of the same database. */
  another(): HostClient;
  /** One that is left open: Prisma 6 waits for a connection that was cut as if it were in use. */
  anotherLeftOpen(): HostClient;
  readonly sql: Sql;
  /** Another connection past Prisma. */
  anotherSql(): Promise<Sql>;
}

/** A database that the tests run on, by one version of Prisma. */
export interface Database {
  readonly name: string;
  readonly kind: Kind;
  /** Why it cannot be tested here. */
  readonly missing?: string;
  /** Makes a file, schema or database of its own with all tables, once; `closeDatabases` takes it away. */
  connect(): Promise<Connected>;
}

const closers: (() => Promise<unknown>)[] = [];

export async function closeDatabases(): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close();
}

/** Where a database is, by whatever way one comes to it. */
interface Place {
  client(): unknown;
  sql(): Promise<Sql>;
}

function once(kind: Kind, open: () => Promise<Place>): () => Promise<Connected> {
  let connected: Promise<Connected> | undefined;
  const connect = async (): Promise<Connected> => {
    const place = await open();
    const client = () => {
      const prisma = place.client() as HostClient;
      closers.push(() => prisma.$disconnect());
      return prisma;
    };
    const anotherSql = async () => {
      const sql = await place.sql();
      closers.push(() => sql.close());
      return sql;
    };
    const sql = await anotherSql();
    await createTables(sql, kind);
    return { prisma: client(), another: client, anotherLeftOpen: () => place.client() as HostClient, sql, anotherSql };
  };
  return () => {
    connected ??= connect();
    return connected;
  };
}

const randomName = () => `docmirror_prisma_${randomBytes(6).toString('hex')}`;

const openers: Readonly<Record<Kind, (clients: typeof prisma6 | typeof prisma7, url: string) => Promise<Place>>> = {
  async sqlite(clients) {
    const folder = await mkdtemp(join(tmpdir(), 'docmirror-prisma-'));
    closers.push(() => rm(folder, { recursive: true }));
    const file = join(folder, 'app.sqlite');
    return { client: () => clients.sqlite(file), sql: async () => sqliteSql(clients.Libsql, file) };
  },
  async postgres(clients, url) {
    const schema = randomName();
    const admin = await postgresSql(url);
    await admin.run(`create schema ${schema}`);
    closers.push(async () => {
      await admin.run(`drop schema ${schema} cascade`);
      await admin.close();
    });
    const sql = async () => {
      const connection = await postgresSql(url);
      await connection.run(`set search_path to ${schema}`);
      return connection;
    };
    return { client: () => clients.postgres(url, schema), sql };
  },
  async mysql(clients, url) {
    const name = randomName();
    const admin = await mysqlSql(url);
    await admin.run(`create database ${name}`);
    closers.push(async () => {
      await admin.run(`drop database ${name}`);
      await admin.close();
    });
    const own = new URL(url);
    own.pathname = `/${name}`;
    return { client: () => clients.mysql(own.href), sql: () => mysqlSql(own.href) };
  },
};

const kinds: readonly (readonly [string, Kind, string])[] = [
  ['SQLite', 'sqlite', ''],
  ['PostgreSQL', 'postgres', 'DOCMIRROR_TEST_POSTGRES_URL'],
  ['MariaDB', 'mysql', 'DOCMIRROR_TEST_MARIADB_URL'],
];

const current = [['Prisma 7', prisma7]] as const;
const versions = deep ? ([...current, ['Prisma 6', prisma6]] as const) : current;

export const databases: readonly Database[] = kinds.flatMap(([product, kind, variable]) =>
  versions.map(([version, clients]) => {
    const url = process.env[variable];
    return {
      name: `${version}, ${product}`,
      kind,
      ...(kind === 'sqlite' || url ? {} : { missing: notSet(product, variable) }),
      connect: once(kind, () => openers[kind](clients, String(url))),
    };
  }),
);
