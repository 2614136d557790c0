import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Drivers are the adapter's own: the figures are of what its tests run on.
const require = createRequire(new URL('../../packages/adapter-knex/package.json', import.meta.url));
const knex = require('knex');

class Libsql extends require('knex/lib/dialects/better-sqlite3') {
  _driver() {
    return require('libsql');
  }
}

/** `config` can be sent to another process; `connect` makes a Knex of it there. */
export function connect({ client, connection, pragmas = [] }) {
  return knex({
    client: client === 'libsql' ? Libsql : client,
    connection,
    useNullAsDefault: true,
    pool: {
      min: 1,
      max: client === 'libsql' ? 1 : 4,
      afterCreate(made, done) {
        for (const pragma of pragmas) made.pragma(pragma);
        done(null, made);
      },
    },
  });
}

/** Databases that are here; a server is one when its URL is set. */
export function databases() {
  const folder = mkdtempSync(join(tmpdir(), 'docmirror-bench-stores-'));
  const { DOCMIRROR_TEST_POSTGRES_URL: postgres, DOCMIRROR_TEST_MARIADB_URL: mariadb } = process.env;
  const found = [
    {
      name: 'SQLite (libsql, its defaults)',
      kind: 'sqlite',
      config: { client: 'libsql', connection: { filename: join(folder, 'defaults.sqlite') } },
    },
    {
      name: 'SQLite (libsql, WAL, synchronous = normal)',
      kind: 'sqlite',
      config: {
        client: 'libsql',
        connection: { filename: join(folder, 'wal.sqlite') },
        pragmas: ['journal_mode = WAL', 'synchronous = normal'],
      },
    },
    postgres && { name: 'PostgreSQL', kind: 'postgres', config: { client: 'pg', connection: postgres } },
    mariadb && { name: 'MariaDB', kind: 'mysql', config: { client: 'mysql2', connection: mariadb } },
  ].filter(Boolean);
  return { found, remove: () => rmSync(folder, { recursive: true }) };
}
