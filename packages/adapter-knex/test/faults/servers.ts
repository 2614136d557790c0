import { notSet, skipped } from '@docmirror/tests-shared/needs';
import knexPackage, { type Knex } from 'knex';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createTcpProxy, type TcpProxy } from './tcp-proxy';

export interface Server {
  readonly name: string;
  readonly kind: 'postgres' | 'mysql';
  /** A Knex of this test's own, closed after it; by another port where there is a proxy. */
  connect(port?: number): Knex;
  proxy(): Promise<TcpProxy>;
}

const variables = {
  postgres: ['PostgreSQL', 'DOCMIRROR_TEST_POSTGRES_URL'],
  mysql: ['MariaDB', 'DOCMIRROR_TEST_MARIADB_URL'],
} as const;

/** The same tests on every real server that is here; with DOCMIRROR_REQUIRE_SERVERS=1 both must be. */
export function onServers(title: string, body: (server: Server) => void): void {
  for (const kind of ['postgres', 'mysql'] as const) {
    const [name, variable] = variables[kind];
    const url = process.env[variable];
    if (url) describe(`${title}, ${name}`, () => body(serverAt(kind, name, new URL(url))));
    else if (process.env.DOCMIRROR_REQUIRE_SERVERS === '1') test(`${variable} is set`, () => expect(url).toBeDefined());
    else skipped(`${title}, ${name}`, notSet(name, variable));
  }
}

function serverAt(kind: Server['kind'], name: string, url: URL): Server {
  const port = Number(url.port || (kind === 'postgres' ? 5432 : 3306));
  return {
    name,
    kind,
    connect(through = port) {
      const at = new URL(url);
      at.port = String(through);
      const client = kind === 'postgres' ? 'pg' : 'mysql2';
      // Knex would print each connection that breaks.
      const log = { warn: () => undefined, error: () => undefined };
      const knex = knexPackage({ client, connection: at.href, pool: { min: 0, max: 4 }, log });
      onTestFinished(() => knex.destroy());
      return knex;
    },
    async proxy() {
      const proxy = await createTcpProxy(url.hostname, port);
      onTestFinished(() => proxy.close());
      return proxy;
    },
  };
}

/** Errors that the driver told this Knex of, by code. */
export function errorsOf(knex: Knex): unknown[] {
  const codes: unknown[] = [];
  knex.on('query-error', (error: { code?: unknown }) => codes.push(error.code));
  return codes;
}
