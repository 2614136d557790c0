import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from './connect.mjs';

/** Databases to measure on: SQLite in the temp folder, a server where its URL is set. `leaveOut(what, reason)` hears of the others. */
export function databases(leaveOut) {
  const { DOCMIRROR_TEST_POSTGRES_URL: postgres, DOCMIRROR_TEST_MARIADB_URL: mariadb } = process.env;
  if (!postgres) leaveOut('PostgreSQL', 'DOCMIRROR_TEST_POSTGRES_URL is not set');
  if (!mariadb) leaveOut('MariaDB', 'DOCMIRROR_TEST_MARIADB_URL is not set');
  return [
    { name: 'SQLite', kind: 'sqlite' },
    { name: 'SQLite, WAL', kind: 'sqlite', pragmas: ['journal_mode = WAL', 'synchronous = normal'] },
    ...(postgres ? [{ name: 'PostgreSQL', kind: 'postgres', url: postgres }] : []),
    ...(mariadb ? [{ name: 'MariaDB', kind: 'mysql', url: mariadb }] : []),
  ];
}

/**
 * A file, schema or database of its own there: { config, remove() }. `config` can be sent to another process, and says how
 * to come to it by Knex (`connect`) or by Prisma.
 */
export async function makeRoom({ kind, url, pragmas }) {
  const name = `docmirror_bench_${randomBytes(4).toString('hex')}`;
  if (kind === 'sqlite') {
    const folder = mkdtempSync(join(tmpdir(), 'docmirror-bench-stores-'));
    const config = { kind, file: join(folder, 'app.sqlite'), pragmas };
    return { config, remove: () => rmSync(folder, { recursive: true }) };
  }
  if (kind === 'postgres') {
    await statement({ kind, url }, 'create schema ??', name);
    return {
      config: { kind, url, schema: name },
      remove: () => statement({ kind, url }, 'drop schema ?? cascade', name),
    };
  }
  await statement({ kind, url }, 'create database ??', name);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return { config: { kind, url: own.href }, remove: () => statement({ kind, url }, 'drop database ??', name) };
}

async function statement(config, sql, name) {
  const knex = connect(config);
  try {
    await knex.raw(sql, [name]);
  } finally {
    await knex.destroy();
  }
}
