import { SyncError } from '@docmirror/core';
import type { Knex } from 'knex';
import { mysql } from './dialect-mysql';
import { postgres } from './dialect-postgres';
import { sqlite } from './dialect-sqlite';
import type { Dialect } from './sql';

const dialects: Readonly<Record<string, Dialect>> = { sqlite3: sqlite, postgresql: postgres, mysql };

/** The SQL that this Knex instance speaks; refuses one that the marks were not proven on. */
export function dialectOf(factory: string, knex: Knex): Dialect {
  const name = String((knex.client as { dialect?: unknown }).dialect);
  const dialect = dialects[name];
  if (dialect) return dialect;
  throw new SyncError('OPTIONS_INVALID', {
    params: { detail: `${factory}: Knex speaks "${name}" here; use SQLite, PostgreSQL, MySQL or MariaDB` },
  });
}
