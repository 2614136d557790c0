import type Libsql from 'libsql';
import { createConnection } from 'mysql2/promise';
import { Client } from 'pg';

export type SqlRow = Readonly<Record<string, unknown>>;

/** A connection past Prisma: `?` stands for a bound value. */
export interface Sql {
  run(text: string, values?: readonly unknown[]): Promise<SqlRow[]>;
  close(): Promise<void>;
}

export function sqliteSql(Driver: typeof Libsql, file: string): Sql {
  const database = new Driver(file);
  database.prepare('pragma busy_timeout = 5000').get();
  return {
    async run(text, values = []) {
      const statement = database.prepare(text);
      const bound = values.map((value) => (typeof value === 'boolean' ? Number(value) : value));
      if (/^(select|pragma)/i.test(text)) return statement.all(...bound) as SqlRow[];
      statement.run(...bound);
      return [];
    },
    close: async () => void database.close(),
  };
}

export async function postgresSql(url: string): Promise<Sql> {
  const client = new Client(url);
  await client.connect();
  return {
    async run(text, values = []) {
      let n = 0;
      return (
        await client.query(
          text.replaceAll('?', () => `$${++n}`),
          [...values],
        )
      ).rows;
    },
    close: () => client.end(),
  };
}

export async function mysqlSql(url: string): Promise<Sql> {
  const connection = await createConnection(url);
  return {
    async run(text, values = []) {
      const [rows] = await connection.query(text, [...values]);
      return Array.isArray(rows) ? (rows as SqlRow[]) : [];
    },
    close: () => connection.end(),
  };
}
